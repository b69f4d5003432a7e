import type { MenuGroup } from '@/shell/menu'

export const DEVICE_MENU: MenuGroup = {
  label: '技防设施',
  entries: [
    { to: '/camera-wall', label: '画面墙', icon: 'camera', permissions: ['picture.view'] },
    { to: '/picture-faults', label: '图像异常', icon: 'blind', permissions: ['picture.view'] },
    { to: '/alarms', label: '警情', icon: 'siren', permissions: ['alarm.view'] },
  ],
}

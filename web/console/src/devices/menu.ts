import type { MenuGroup } from '@/shell/menu'

export const DEVICE_MENU: MenuGroup = {
  label: '技防设施',
  entries: [
    { to: '/allowed-networks', label: '取图网段', icon: 'camera', permissions: ['network.edit'] },
    { to: '/recordings', label: '录像保存', icon: 'camera', permissions: ['facility.view'] },
    { to: '/camera-wall', label: '画面墙', icon: 'camera', permissions: ['picture.view'] },
    { to: '/patrols', label: '视频巡检', icon: 'refresh', permissions: ['patrol.view'] },
    { to: '/camera-availability', label: '视频在线率', icon: 'figures', permissions: ['facility.view'] },
    { to: '/picture-faults', label: '图像异常', icon: 'blind', permissions: ['picture.view'] },
    { to: '/picture-evaluation', label: '图像判定评估', icon: 'figures', permissions: ['evaluation.view'] },
    { to: '/alarms', label: '警情', icon: 'siren', permissions: ['alarm.view'] },
    { to: '/facility-gaps', label: '防范缺口', icon: 'gap', permissions: ['facility.view'] },
    { to: '/upkeep-tasks', label: '设施任务', icon: 'task', permissions: ['facility.view'] },
    { to: '/equipment-counts', label: '器材清点', icon: 'check', permissions: ['facility.view'] },
    { to: '/upkeep-terms', label: '查看周期与标准', icon: 'basis', permissions: ['facility.view'] },
    { to: '/facilities', label: '防范设施', icon: 'device', permissions: ['facility.view'] },
    { to: '/coverage', label: '视频覆盖', icon: 'check', permissions: ['facility.view'] },
  ],
}

import type { MenuGroup } from '@/shell/menu'

export const DEVICE_MENU: MenuGroup = {
  label: '技防设施',
  entries: [],
}

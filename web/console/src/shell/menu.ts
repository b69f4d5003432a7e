import type { IconName } from './icons'

export interface MenuEntry {
  to: string
  label: string
  icon: IconName
  /** Any one of these permissions shows the entry; none means everyone signed in. */
  permissions: readonly string[]
}

export interface MenuGroup {
  label: string
  entries: readonly MenuEntry[]
}

export const MENU: readonly MenuGroup[] = [
  { label: '', entries: [{ to: '/', label: '首页', icon: 'home', permissions: [] }] },
  {
    label: '单位',
    entries: [
      { to: '/units', label: '单位档案', icon: 'unit', permissions: ['unit.view'] },
      { to: '/gaps', label: '责任缺口', icon: 'gap', permissions: ['unit.view'] },
    ],
  },
  {
    label: '检查',
    entries: [
      { to: '/tasks', label: '检查任务', icon: 'task', permissions: ['task.view'] },
      { to: '/inspections', label: '检查记录', icon: 'inspection', permissions: ['inspection.view'] },
      { to: '/hazards', label: '治安隐患', icon: 'hazard', permissions: ['hazard.view'] },
    ],
  },
  {
    label: '文书',
    entries: [
      { to: '/orders', label: '整改通知', icon: 'order', permissions: ['order.view'] },
      { to: '/documents', label: '文书登记', icon: 'document', permissions: ['document.view'] },
    ],
  },
  {
    label: '依据',
    entries: [
      { to: '/templates', label: '检查表', icon: 'template', permissions: ['template.view'] },
      { to: '/bases', label: '法规依据', icon: 'basis', permissions: ['basis.view'] },
    ],
  },
  {
    label: '管理',
    entries: [
      { to: '/audit', label: '审计', icon: 'audit', permissions: ['event.view'] },
      { to: '/devices', label: '手机设备', icon: 'device', permissions: ['device.view'] },
      { to: '/accounts', label: '账号', icon: 'account', permissions: ['account.view'] },
    ],
  },
]

/** The menu a person with these permissions sees; groups left empty are dropped. */
export function menuFor(permissions: readonly string[], menu: readonly MenuGroup[] = MENU): MenuGroup[] {
  const held = new Set(permissions)
  const isShown = (entry: MenuEntry) => entry.permissions.length === 0 || entry.permissions.some((one) => held.has(one))
  return menu
    .map((group) => ({ ...group, entries: group.entries.filter(isShown) }))
    .filter((group) => group.entries.length > 0)
}

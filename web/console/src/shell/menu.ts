import { ALERT_MENU } from '@/alerts/menu'
import { DEVICE_MENU } from '@/devices/menu'
import { RULINGS_MENU } from '@/rulings/menu'
import { TRAINING_MENU } from '@/training/menu'
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
  { label: '', entries: [
      { to: '/', label: '首页', icon: 'home', permissions: [] },
      { to: '/figures', label: '态势', icon: 'figures', permissions: ['figure.view'] },
      { to: '/exports', label: '我的导出', icon: 'download', permissions: ['export.make'] },
    ] },
  {
    label: '单位',
    entries: [
      { to: '/units', label: '单位档案', icon: 'unit', permissions: ['unit.view'] },
      { to: '/gaps', label: '责任缺口', icon: 'gap', permissions: ['unit.view'] },
    ],
  },
  {
    label: '单位履职',
    entries: [
      { to: '/duties', label: '履职缺口', icon: 'check', permissions: ['duty.view'] },
      { to: '/papers', label: '制度预案', icon: 'text', permissions: ['duty.view'] },
      { to: '/drills', label: '应急演练', icon: 'place', permissions: ['duty.view'] },
      { to: '/projects', label: '建设项目', icon: 'unit', permissions: ['duty.view'] },
    ],
  },
  {
    label: '检查',
    entries: [
      { to: '/plans', label: '检查计划', icon: 'plan', permissions: ['plan.view'] },
      { to: '/task-days', label: '任务日历', icon: 'plan', permissions: ['task.view'] },
      { to: '/tasks', label: '检查任务', icon: 'task', permissions: ['task.view'] },
      { to: '/draws', label: '双随机抽取', icon: 'lot', permissions: ['draw.view'] },
      { to: '/officer-exclusions', label: '回避与请假', icon: 'account', permissions: ['exclusion.declare'] },
      { to: '/inspections', label: '检查记录', icon: 'inspection', permissions: ['inspection.view'] },
      { to: '/hazards', label: '治安隐患', icon: 'hazard', permissions: ['hazard.view'] },
    ],
  },
  {
    label: '文书',
    entries: [
      { to: '/orders', label: '整改通知', icon: 'order', permissions: ['order.view'] },
      { to: '/penalty-candidates', label: '可移送处罚', icon: 'gap', permissions: ['order.draft'] },
      { to: '/documents', label: '文书登记', icon: 'document', permissions: ['document.view'] },
    ],
  },
  ...RULINGS_MENU,
  DEVICE_MENU,
  TRAINING_MENU,
  ALERT_MENU,
  {
    label: '依据',
    entries: [
      { to: '/templates', label: '检查表', icon: 'template', permissions: ['template.view'] },
      { to: '/standards', label: '标准库', icon: 'basis', permissions: ['basis.view'] },
      { to: '/bases', label: '法规依据', icon: 'basis', permissions: ['basis.view'] },
      { to: '/hazard-terms', label: '隐患期限', icon: 'hazard', permissions: ['basis.view'] },
      { to: '/working-days', label: '工作日历', icon: 'plan', permissions: ['basis.view'] },
    ],
  },
  {
    label: '管理',
    entries: [
      { to: '/competences', label: '主管职责', icon: 'basis', permissions: ['agency.edit'] },
      { to: '/audit', label: '审计', icon: 'audit', permissions: ['event.view'] },
      { to: '/devices', label: '手机设备', icon: 'device', permissions: ['device.view'] },
      { to: '/collect', label: 'ODK 接入', icon: 'device', permissions: ['device.enrol'] },
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

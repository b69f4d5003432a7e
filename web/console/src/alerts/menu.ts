import type { MenuGroup } from '@/shell/menu'

export const ALERT_MENU: MenuGroup = {
  label: '预警',
  entries: [
    { to: '/warnings', label: '预警', icon: 'siren', permissions: ['warning.view'] },
    { to: '/levels', label: '防范等级', icon: 'alert', permissions: ['level.view'] },
    { to: '/zero-reports', label: '零报告', icon: 'check', permissions: ['zero_report.view'] },
    { to: '/risks', label: '风险评估', icon: 'risk', permissions: ['risk.view'] },
    { to: '/help', label: '求助与指导', icon: 'help', permissions: ['help.view'] },
    { to: '/incidents', label: '应急处置', icon: 'siren', permissions: ['incident.view'] },
    { to: '/cases', label: '案事件', icon: 'case', permissions: ['case.view'] },
  ],
}

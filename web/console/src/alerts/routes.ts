import type { RouteRecordRaw } from 'vue-router'

/** Pages of alerts. */
export const ALERT_ROUTES: RouteRecordRaw[] = [
  { path: '/notices', component: () => import('./notices/NoticeList.vue'), meta: { title: '提醒' } },
  { path: '/warnings', component: () => import('./warnings/WarningList.vue'), meta: { title: '预警', permissions: ['warning.view'] } },
  { path: '/levels', component: () => import('./levels/LevelList.vue'), meta: { title: '防范等级', permissions: ['level.view'] } },
  { path: '/levels/new', component: () => import('./levels/LevelForm.vue'), meta: { title: '提升防范等级', permissions: ['level.issue'] } },
  { path: '/levels/:id', component: () => import('./levels/LevelPage.vue'), props: true, meta: { title: '防范等级', permissions: ['level.view'] } },
  { path: '/zero-reports', component: () => import('./levels/ZeroReportPage.vue'), meta: { title: '零报告', permissions: ['zero_report.view'] } },
  { path: '/risks', component: () => import('./risks/RiskList.vue'), meta: { title: '风险评估', permissions: ['risk.view'] } },
  { path: '/help', component: () => import('./help/HelpList.vue'), meta: { title: '求助与指导', permissions: ['help.view'] } },
  { path: '/help/bookings', component: () => import('./help/BookingList.vue'), meta: { title: '预约复查', permissions: ['help.view'] } },
  { path: '/help/times', component: () => import('./help/TimesPage.vue'), meta: { title: '响应时间', permissions: ['help.answer'] } },
  { path: '/incidents', component: () => import('./incidents/IncidentList.vue'), meta: { title: '应急处置', permissions: ['incident.view'] } },
  { path: '/incidents/plans', component: () => import('./incidents/PlanList.vue'), meta: { title: '处置预案', permissions: ['incident.view'] } },
  { path: '/incidents/plans/new', component: () => import('./incidents/PlanForm.vue'), meta: { title: '新建处置预案', permissions: ['incident.run'] } },
  { path: '/incidents/plans/:id', component: () => import('./incidents/PlanForm.vue'), props: true, meta: { title: '修改处置预案', permissions: ['incident.run'] } },
  { path: '/incidents/:id', component: () => import('./incidents/IncidentPage.vue'), props: true, meta: { title: '应急处置', permissions: ['incident.view'] } },
  { path: '/cases', component: () => import('./cases/CaseList.vue'), meta: { title: '案事件', permissions: ['case.view'] } },
]

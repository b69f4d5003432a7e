import type { RouteRecordRaw } from 'vue-router'

export const ALARM_ROUTES: RouteRecordRaw[] = [
  { path: '/alarms', component: () => import('./AlarmScreen.vue'), meta: { title: '警情', permissions: ['alarm.view'] } },
  { path: '/alarm-events', component: () => import('./AlarmEventList.vue'), meta: { title: '报警记录', permissions: ['alarm.view'] } },
  { path: '/alarm-tests', component: () => import('./AlarmTestList.vue'), meta: { title: '测试记录', permissions: ['alarm.view'] } },
  { path: '/alarm-lines', component: () => import('./AlarmLineList.vue'), meta: { title: '线路与防区', permissions: ['alarm.view'] } },
]

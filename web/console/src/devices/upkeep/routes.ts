import type { RouteRecordRaw } from 'vue-router'

/** Pages of upkeep. */
export const UPKEEP_ROUTES: RouteRecordRaw[] = [
  { path: '/upkeep-tasks', component: () => import('./TaskList.vue'), meta: { title: '设施任务', permissions: ['facility.view'] } },
  { path: '/facility-gaps', component: () => import('./GapList.vue'), meta: { title: '防范缺口', permissions: ['facility.view'] } },
  { path: '/equipment-counts', component: () => import('./CountList.vue'), meta: { title: '器材清点', permissions: ['facility.view'] } },
  { path: '/upkeep-terms', component: () => import('./TermsPage.vue'), meta: { title: '查看周期与配备标准', permissions: ['facility.view'] } },
]

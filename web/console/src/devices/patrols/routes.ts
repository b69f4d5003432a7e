import type { RouteRecordRaw } from 'vue-router'

export const PATROL_ROUTES: RouteRecordRaw[] = [
  { path: '/patrols', component: () => import('./PatrolPlans.vue'), meta: { title: '视频巡检', permissions: ['patrol.view'] } },
  { path: '/patrols/rounds', component: () => import('./PatrolRounds.vue'), meta: { title: '巡检记录', permissions: ['patrol.view'] } },
  { path: '/camera-availability', component: () => import('./AvailabilityPage.vue'), meta: { title: '视频在线率', permissions: ['facility.view'] } },
]

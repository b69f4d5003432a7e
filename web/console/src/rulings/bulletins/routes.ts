import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const BULLETINS_ENTRIES: MenuEntry[] = [
  { to: '/bulletins', label: '通报', icon: 'document', permissions: ['bulletin.view'] },
  { to: '/situation-briefs', label: '情况汇报', icon: 'text', permissions: ['bulletin.view'] },
]

export const BULLETINS_ROUTES: RouteRecordRaw[] = [
  { path: '/bulletins', component: () => import('./BulletinList.vue'), meta: { title: '通报', permissions: ['bulletin.view'] } },
  { path: '/bulletins/:bulletinId', component: () => import('./BulletinPage.vue'), props: true, meta: { title: '通报', permissions: ['bulletin.view'] } },
  { path: '/situation-briefs', component: () => import('./BriefList.vue'), meta: { title: '情况汇报', permissions: ['bulletin.view'] } },
  { path: '/brief-schedules', component: () => import('./ScheduleList.vue'), meta: { title: '汇报计划', permissions: ['bulletin.view'] } },
]

import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const ACTIVITIES_ENTRIES: MenuEntry[] = [
  { to: '/activities', icon: 'bell', label: '宣传活动', permissions: ['activity.view'] },
  { to: '/micro-courses', icon: 'text', label: '全员微课', permissions: ['activity.view'] },
]

export const ACTIVITIES_ROUTES: RouteRecordRaw[] = [
  { path: '/activities', component: () => import('./ActivityList.vue'), meta: { title: '宣传活动', permissions: ['activity.view'] } },
  { path: '/activity-years', component: () => import('./ActivityYearList.vue'), meta: { title: '宣传教育年度统计', permissions: ['activity.view'] } },
  { path: '/micro-courses', component: () => import('./MicroCourseList.vue'), meta: { title: '全员微课', permissions: ['activity.view'] } },
]

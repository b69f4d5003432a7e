import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const PACKAGES_ENTRIES: MenuEntry[] = [{ to: '/course-packages', icon: 'open', label: '课件', permissions: ['course.edit'] }]

export const PACKAGES_ROUTES: RouteRecordRaw[] = [
  { path: '/course-packages', component: () => import('./PackageList.vue'), meta: { title: '课件', permissions: ['course.edit'] } },
]

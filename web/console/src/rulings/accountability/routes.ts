import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const ACCOUNTABILITY_ENTRIES: MenuEntry[] = [
  { to: '/accountability-cases', label: '责任追究', icon: 'gap', permissions: ['accountability.view'] },
]

export const ACCOUNTABILITY_ROUTES: RouteRecordRaw[] = [
  { path: '/accountability-cases', component: () => import('./CaseList.vue'), meta: { title: '责任追究', permissions: ['accountability.view'] } },
  { path: '/accountability-cases/new', component: () => import('./CaseForm.vue'), meta: { title: '追责立项', permissions: ['accountability.handle'] } },
  { path: '/accountability-cases/:id', component: () => import('./CasePage.vue'), meta: { title: '责任追究', permissions: ['accountability.view'] } },
]

import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const PENALTIES_ENTRIES: MenuEntry[] = [
  { to: '/penalties', label: '行政处罚', icon: 'document', permissions: ['penalty.view'] },
  { to: '/penalty-deadlines', label: '处罚期限', icon: 'gap', permissions: ['penalty.handle'] },
  { to: '/penalty-terms', label: '期限与裁量', icon: 'basis', permissions: ['penalty.handle', 'penalty_term.edit'] },
]

export const PENALTIES_ROUTES: RouteRecordRaw[] = [
  { path: '/penalties', component: () => import('./CaseList.vue'), meta: { title: '行政处罚', permissions: ['penalty.view'] } },
  { path: '/penalties/:id', component: () => import('./CasePage.vue'), props: true, meta: { title: '行政处罚案件', permissions: ['penalty.view'] } },
  { path: '/penalty-deadlines', component: () => import('./DeadlineList.vue'), meta: { title: '处罚期限', permissions: ['penalty.handle'] } },
  { path: '/penalty-terms', component: () => import('./TermsPage.vue'), meta: { title: '处罚期限与裁量', permissions: ['penalty.handle', 'penalty_term.edit'] } },
]

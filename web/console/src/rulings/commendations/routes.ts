import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

const permissions = ['commendation.nominate', 'commendation.review', 'commendation.decide']

export const COMMENDATIONS_ENTRIES: MenuEntry[] = [{ to: '/commendations', label: '表彰奖励', icon: 'document', permissions }]

export const COMMENDATIONS_ROUTES: RouteRecordRaw[] = [
  { path: '/commendations', component: () => import('./RoundList.vue'), meta: { title: '表彰奖励', permissions } },
  { path: '/commendation-terms', component: () => import('./TermsPage.vue'), meta: { title: '公示期和推荐条件', permissions } },
  { path: '/commendations/:id', component: () => import('./RoundPage.vue'), props: true, meta: { title: '表彰', permissions: ['commendation.view'] } },
]

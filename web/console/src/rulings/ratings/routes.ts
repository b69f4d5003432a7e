import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

const SEEN = ['rating.view'] as const

export const RATINGS_ENTRIES: MenuEntry[] = [
  { to: '/unit-ratings', label: '平安单位', icon: 'check', permissions: SEEN },
  { to: '/rating-applications', label: '评定申报', icon: 'text', permissions: SEEN },
]

const meta = (title: string, permissions: readonly string[] = SEEN) => ({ title, permissions: [...permissions] })

export const RATINGS_ROUTES: RouteRecordRaw[] = [
  { path: '/unit-ratings', component: () => import('./GradeBoard.vue'), meta: meta('平安单位') },
  { path: '/rating-applications', component: () => import('./ApplicationList.vue'), meta: meta('评定申报') },
  { path: '/rating-applications/:id', component: () => import('./ApplicationPage.vue'), meta: meta('评定申报') },
  { path: '/rating-rounds', component: () => import('./RoundList.vue'), meta: meta('评定轮次') },
  { path: '/rating-rounds/:id/apply', component: () => import('./ApplyPage.vue'), meta: meta('申报平安单位', ['rating.apply']) },
  { path: '/rating-vetoes', component: () => import('./VetoList.vue'), meta: meta('一票否决') },
  { path: '/rating-appeals', component: () => import('./AppealList.vue'), meta: meta('评定申诉') },
  { path: '/rating-schemes', component: () => import('./SchemeList.vue'), meta: meta('评定办法') },
  { path: '/rating-schemes/:id', component: () => import('./SchemePage.vue'), meta: meta('评定办法') },
]

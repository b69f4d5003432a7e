import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

const permissions = ['score.view']

export const SCORES_ENTRIES: MenuEntry[] = [
  { to: '/scores', label: '单位评分', icon: 'document', permissions },
]

export const SCORES_ROUTES: RouteRecordRaw[] = [
  { path: '/scores', component: () => import('./ScoreList.vue'), meta: { title: '单位评分', permissions } },
  { path: '/analytics', component: () => import('./AnalyticsPage.vue'), meta: { title: '分析', permissions } },
  { path: '/units/:id/score', component: () => import('./ScorePage.vue'), props: true, meta: { title: '评分', permissions } },
]

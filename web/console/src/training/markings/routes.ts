import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const MARKINGS_ENTRIES: MenuEntry[] = [
  { to: '/marking', label: '阅卷', icon: 'pen', permissions: ['marking.mark'] },
  { to: '/marking-terms', label: '阅卷规则', icon: 'basis', permissions: ['basis.edit', 'marking.mark'] },
  { to: '/exam-results', label: '考试成绩', icon: 'figures', permissions: ['result.view'] },
]

export const MARKINGS_ROUTES: RouteRecordRaw[] = [
  { path: '/marking', component: () => import('./MarkingQueues.vue'), meta: { title: '阅卷', permissions: ['marking.mark'] } },
  { path: '/marking/:id', component: () => import('./MarkAnswers.vue'), meta: { title: '阅卷', permissions: ['marking.mark'] } },
  { path: '/marking-terms', component: () => import('./MarkingTerms.vue'), meta: { title: '阅卷规则', permissions: ['basis.edit', 'marking.mark'] } },
  { path: '/exam-results', component: () => import('./ResultSessions.vue'), meta: { title: '考试成绩', permissions: ['result.view'] } },
  { path: '/exam-results/:id', component: () => import('./SessionResults.vue'), meta: { title: '成绩', permissions: ['result.view'] } },
  { path: '/exam-results/:id/items', component: () => import('./ItemQuality.vue'), meta: { title: '试题质量', permissions: ['result.view'] } },
  { path: '/exam-results/:id/regrades', component: () => import('./RegradeList.vue'), meta: { title: '改判', permissions: ['result.view'] } },
]

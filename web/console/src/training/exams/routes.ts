import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const EXAMS_ENTRIES: MenuEntry[] = [{ to: '/exam-sessions', label: '考试场次', icon: 'plan', permissions: ['exam.view'] }]

export const EXAMS_ROUTES: RouteRecordRaw[] = [
  { path: '/exam-sessions', component: () => import('./SessionList.vue'), meta: { title: '考试场次', permissions: ['exam.view'] } },
  { path: '/exam-sessions/:id', component: () => import('./SessionPage.vue'), meta: { title: '考试场次', permissions: ['exam.view'] } },
  { path: '/exam-attempts/:id', component: () => import('./AttemptPage.vue'), meta: { title: '答卷过程', permissions: ['exam.view'] } },
]

import type { RouteRecordRaw } from 'vue-router'
import type { LearningLink } from '../links'

export const EXAMS_ROUTES: RouteRecordRaw[] = [
  { path: '/exams', component: () => import('./MyExams.vue') },
  { path: '/exams/:id', component: () => import('./ExamPage.vue') },
]

/** What the learning page offers of this. */
export const EXAMS_LINKS: LearningLink[] = [{ to: '/exams', icon: 'pen', label: '我的考试', note: '签到、作答、成绩', needs: 'training.learn' }]

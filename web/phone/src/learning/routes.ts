import type { RouteRecordRaw } from 'vue-router'
import { ACTIVITIES_ROUTES } from './activities/routes'
import { CERTIFICATES_ROUTES } from './certificates/routes'
import { COURSES_ROUTES } from './courses/routes'
import { EXAMS_ROUTES } from './exams/routes'
import { PACKAGES_ROUTES } from './packages/routes'
import { PRACTICE_ROUTES } from './practice/routes'
import { ROTATIONS_ROUTES } from './rotations/routes'
import { STORIES_ROUTES } from './stories/routes'

export const LEARNING_ROUTES: RouteRecordRaw[] = [
  { path: '/learning', component: () => import('./LearningHome.vue'), meta: { tab: true } },
  ...COURSES_ROUTES,
  ...PACKAGES_ROUTES,
  ...EXAMS_ROUTES,
  ...PRACTICE_ROUTES,
  ...CERTIFICATES_ROUTES,
  ...ROTATIONS_ROUTES,
  ...ACTIVITIES_ROUTES,
  ...STORIES_ROUTES,
]

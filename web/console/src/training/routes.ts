import type { RouteRecordRaw } from 'vue-router'
import { ACTIVITIES_ROUTES } from './activities/routes'
import { CERTIFICATES_ROUTES } from './certificates/routes'
import { COURSES_ROUTES } from './courses/routes'
import { EXAMS_ROUTES } from './exams/routes'
import { ITEMS_ROUTES } from './items/routes'
import { MARKINGS_ROUTES } from './markings/routes'
import { PACKAGES_ROUTES } from './packages/routes'
import { PAPERS_ROUTES } from './papers/routes'
import { ROTATIONS_ROUTES } from './rotations/routes'
import { TRAINEES_ROUTES } from './trainees/routes'

/** Pages of training and exams. */
export const TRAINING_ROUTES: RouteRecordRaw[] = [
  ...ROTATIONS_ROUTES,
  ...TRAINEES_ROUTES,
  ...COURSES_ROUTES,
  ...PACKAGES_ROUTES,
  ...ACTIVITIES_ROUTES,
  ...ITEMS_ROUTES,
  ...PAPERS_ROUTES,
  ...EXAMS_ROUTES,
  ...MARKINGS_ROUTES,
  ...CERTIFICATES_ROUTES,
]

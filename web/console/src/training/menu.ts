import type { MenuGroup } from '@/shell/menu'
import { ACTIVITIES_ENTRIES } from './activities/routes'
import { CERTIFICATES_ENTRIES } from './certificates/routes'
import { COURSES_ENTRIES } from './courses/routes'
import { EXAMS_ENTRIES } from './exams/routes'
import { ITEMS_ENTRIES } from './items/routes'
import { MARKINGS_ENTRIES } from './markings/routes'
import { PACKAGES_ENTRIES } from './packages/routes'
import { PAPERS_ENTRIES } from './papers/routes'
import { ROTATIONS_ENTRIES } from './rotations/routes'
import { TRAINEES_ENTRIES } from './trainees/routes'

export const TRAINING_MENU: MenuGroup = {
  label: '培训考核',
  entries: [
    ...ROTATIONS_ENTRIES,
    ...TRAINEES_ENTRIES,
    ...COURSES_ENTRIES,
    ...PACKAGES_ENTRIES,
    ...ACTIVITIES_ENTRIES,
    ...ITEMS_ENTRIES,
    ...PAPERS_ENTRIES,
    ...EXAMS_ENTRIES,
    ...MARKINGS_ENTRIES,
    ...CERTIFICATES_ENTRIES,
  ],
}

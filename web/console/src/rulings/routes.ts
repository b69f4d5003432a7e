import type { RouteRecordRaw } from 'vue-router'
import { ACCOUNTABILITY_ROUTES } from './accountability/routes'
import { ASSESSMENTS_ROUTES } from './assessments/routes'
import { BULLETINS_ROUTES } from './bulletins/routes'
import { COMMENDATIONS_ROUTES } from './commendations/routes'
import { CREDITS_ROUTES } from './credits/routes'
import { DELIVERIES_ROUTES } from './deliveries/routes'
import { EXECUTIONS_ROUTES } from './executions/routes'
import { LETTERS_ROUTES } from './letters/routes'
import { PENALTIES_ROUTES } from './penalties/routes'
import { RATINGS_ROUTES } from './ratings/routes'
import { SCORES_ROUTES } from './scores/routes'
import { STORIES_ROUTES } from './stories/routes'
import { SUPERVISIONS_ROUTES } from './supervisions/routes'
import { UNIT_FILES_ROUTES } from './unit_files/routes'

/** Pages of rulings, honours and figures. */
export const RULINGS_ROUTES: RouteRecordRaw[] = [
  ...DELIVERIES_ROUTES,
  ...PENALTIES_ROUTES,
  ...EXECUTIONS_ROUTES,
  ...CREDITS_ROUTES,
  ...SUPERVISIONS_ROUTES,
  ...ACCOUNTABILITY_ROUTES,
  ...LETTERS_ROUTES,
  ...RATINGS_ROUTES,
  ...COMMENDATIONS_ROUTES,
  ...STORIES_ROUTES,
  ...ASSESSMENTS_ROUTES,
  ...BULLETINS_ROUTES,
  ...UNIT_FILES_ROUTES,
  ...SCORES_ROUTES,
]

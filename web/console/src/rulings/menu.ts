import type { MenuGroup } from '@/shell/menu'
import { ACCOUNTABILITY_ENTRIES } from './accountability/routes'
import { ASSESSMENTS_ENTRIES } from './assessments/routes'
import { BULLETINS_ENTRIES } from './bulletins/routes'
import { COMMENDATIONS_ENTRIES } from './commendations/routes'
import { CREDITS_ENTRIES } from './credits/routes'
import { DELIVERIES_ENTRIES } from './deliveries/routes'
import { EXECUTIONS_ENTRIES } from './executions/routes'
import { LETTERS_ENTRIES } from './letters/routes'
import { PENALTIES_ENTRIES } from './penalties/routes'
import { RATINGS_ENTRIES } from './ratings/routes'
import { SCORES_ENTRIES } from './scores/routes'
import { STORIES_ENTRIES } from './stories/routes'
import { SUPERVISIONS_ENTRIES } from './supervisions/routes'
import { UNIT_FILES_ENTRIES } from './unit_files/routes'

export const RULINGS_MENU: readonly MenuGroup[] = [
  { label: '处罚', entries: [...PENALTIES_ENTRIES, ...EXECUTIONS_ENTRIES, ...DELIVERIES_ENTRIES, ...CREDITS_ENTRIES] },
  { label: '督导追责', entries: [...SUPERVISIONS_ENTRIES, ...ACCOUNTABILITY_ENTRIES, ...LETTERS_ENTRIES] },
  { label: '评比表彰', entries: [...RATINGS_ENTRIES, ...COMMENDATIONS_ENTRIES, ...STORIES_ENTRIES] },
  { label: '考核通报', entries: [...ASSESSMENTS_ENTRIES, ...BULLETINS_ENTRIES, ...SCORES_ENTRIES, ...UNIT_FILES_ENTRIES] },
]

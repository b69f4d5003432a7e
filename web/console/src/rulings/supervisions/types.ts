import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

export type Supervision = components['schemas']['Supervision']
export type SupervisionVisit = components['schemas']['SupervisionVisit']
export type SupervisionMeasure = components['schemas']['SupervisionMeasure']

/** As many hazards as the server takes in one letter. */
export const MOST_HAZARDS = 50

export const LETTER_STATES = withTones(glossary.supervision_state, { issued: 'warn', taken: 'busy', replied: 'busy', returned: 'bad', closed: 'good' })
export const LETTER_ACTS = withTones(glossary.supervision_act, { return: 'bad', withdraw: 'bad', close: 'good', reply: 'busy' })

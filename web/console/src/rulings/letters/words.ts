import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

export type ReceivedLetter = components['schemas']['ReceivedLetter']

export const LETTER_KINDS = withTones({ discipline_proposal: glossary.document_kind.discipline_proposal, transfer_letter: glossary.document_kind.transfer_letter })
export const RECEIVED_STATES = withTones(glossary.received_letter_state, { waiting: 'warn', answered: 'good' })
export const OUTCOMES = withTones(glossary.discipline_outcome, { followed: 'good', followed_in_part: 'warn', not_followed: 'bad' })

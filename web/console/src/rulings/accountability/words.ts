import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

type Wire = components['schemas']
export type CaseRow = Wire['AccountabilityOutline']
export type Case = Wire['AccountabilityCase']
export type Proposal = Wire['DisciplineProposal']

export const CAUSES = withTones(glossary.accountability_cause)
export const CONSEQUENCES = withTones(glossary.accountability_consequence)
export const CASE_STATES = withTones(glossary.accountability_state, { open: 'warn', drafted: 'warn', proposed: 'busy', replied: 'busy', closed: 'good' })
export const PERSON_SIDES = withTones(glossary.accountable_side, { supervisor: 'warn' })
export const MEASURES = withTones(glossary.discipline_measure)
export const OUTCOMES = withTones(glossary.discipline_outcome, { followed: 'good', followed_in_part: 'warn', not_followed: 'bad' })

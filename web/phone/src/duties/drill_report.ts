import { addPicture, freshAct, readAct, sendAct, type KeptAct } from '../acts/kept_act'
import type { Picture } from '../inspect/picture'

export type Purpose = 'sign_in' | 'photo'

export interface ReportWords {
  held_on: string
  place: string
  people_count: number | null
  evaluation: string
}

/** A report as it is being written; a person sends it, so it never waits by itself. */
export type ReportDraft = KeptAct<ReportWords>

const WORDS: Record<Purpose, string> = { sign_in: '签到表', photo: '现场照片' }
const pathOf = (drillId: string) => `/drills/${drillId}/reports`

export function freshReport(account: string, drillId: string, heldOn: string, place: string): ReportDraft {
  return freshAct(account, pathOf(drillId), '演练上报', { held_on: heldOn, place, people_count: null, evaluation: '' })
}

export async function keptReport(account: string, drillId: string): Promise<ReportDraft | undefined> {
  return readAct<ReportWords>(account, pathOf(drillId))
}

export async function addEvidence(draft: ReportDraft, purpose: Purpose, picture: Picture): Promise<void> {
  await addPicture(draft, purpose, picture, null, WORDS[purpose])
}

/** What the report still lacks to count; it may be sent all the same. */
export function lackingOf(draft: ReportDraft): string[] {
  const has = (purpose: Purpose) => draft.pictures.some((picture) => picture.purpose === purpose)
  return [has('sign_in') ? '' : '签到表', has('photo') ? '' : '现场照片', draft.words.evaluation.trim() ? '' : '演练评估'].filter(Boolean)
}

/** Sent again it is the same report. Raises as the api does. */
export async function sendReport(draft: ReportDraft, onPicture: (sent: number) => void): Promise<void> {
  const files = draft.pictures.map(({ sha256, purpose, name }) => ({ sha256, purpose, name }))
  await sendAct(draft, { id: draft.id, ...draft.words, people_count: Number(draft.words.people_count), files }, onPicture)
}

import type { Schemas } from '@shouwang/shared/contract'
import { freshAct, readAct, type KeptAct } from '../acts/kept_act'

export type History = Schemas['RatingHistory']
export type Outline = Schemas['RatingApplicationOutline']
export type Application = Schemas['RatingApplication']
export type Round = Schemas['RatingRound']
export type Scheme = Schemas['RatingScheme']
export type Veto = Schemas['RatingVeto']
export type Appeal = Schemas['RatingAppeal']
export type About = Appeal['about']

export interface AppealWords {
  statement: string
}

export interface ApplyWords {
  grade: string
  statement: string
  /** Points of each criterion as they are typed, and why. */
  scores: Record<string, { points: number | null; reason: string }>
}

/** Whether a term that ends with a day still runs on another. */
export function mayAppeal(untilOn: string, appealId: string | null, today: string): boolean {
  return appealId === null && today <= untilOn
}

export function appealPage(about: About, id: string): string {
  return `/rating-appeals/${about}/${id}`
}

export async function openAppeal(owner: string, about: About, id: string): Promise<KeptAct<AppealWords>> {
  const kept = await readAct<AppealWords>(owner, appealPage(about, id))
  return kept ?? { ...freshAct<AppealWords>(owner, appealPage(about, id), '平安单位申诉', { statement: '' }), to: '/rating-appeals' }
}

export function sealAppeal(act: KeptAct<AppealWords>, about: About, aboutId: string): KeptAct<AppealWords> {
  const sealed = { id: act.id, about, about_id: aboutId, statement: act.words.statement.trim(), files: filesOf(act) }
  return { ...act, sealed, state: 'waiting', problem: null }
}

export function applyPage(roundId: string): string {
  return `/rating-rounds/${roundId}/apply`
}

export async function openApplication(owner: string, round: Round, scheme: Scheme): Promise<KeptAct<ApplyWords>> {
  const kept = await readAct<ApplyWords>(owner, applyPage(round.id))
  const scores = Object.fromEntries(scheme.criteria.map((one) => [one.code, { points: null, reason: '' }]))
  const words: ApplyWords = { grade: scheme.grades[0]?.code ?? '', statement: '', scores }
  return kept ?? { ...freshAct<ApplyWords>(owner, applyPage(round.id), `申报平安单位：${round.title}`, words), to: '/rating-applications' }
}

/** Own points in hundredths, as the server counts; null while a criterion has none. */
export function ownPoints(words: ApplyWords, scheme: Scheme): number | null {
  let sum = 0
  for (const { code, points_x100 } of scheme.criteria) {
    const points = words.scores[code]?.points
    if (points === null || points === undefined || !(points >= 0) || points * 100 > points_x100) return null
    sum += Math.round(points * 100)
  }
  return sum
}

export function sealApplication(act: KeptAct<ApplyWords>, roundId: string, scheme: Scheme): KeptAct<ApplyWords> {
  const { grade, statement, scores } = act.words
  const rows = scheme.criteria.map(({ code }) => ({ criterion: code, points_x100: Math.round((scores[code]?.points ?? 0) * 100), reason: scores[code]?.reason.trim() ?? '' }))
  return { ...act, sealed: { id: act.id, round_id: roundId, grade, statement: statement.trim(), scores: rows, files: filesOf(act) }, state: 'waiting', problem: null }
}

function filesOf(act: KeptAct<object>): { sha256: string; purpose: string; name: string }[] {
  return act.pictures.map(({ sha256, purpose, name }) => ({ sha256, purpose, name }))
}

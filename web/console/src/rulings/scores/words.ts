import type { components } from '@shouwang/shared/api-types'

type Schemas = components['schemas']
export type UnitScore = Schemas['UnitScore']
export type ScorePage = Schemas['ScorePage']
export type ScoreFactor = Schemas['ScoreFactor']
export type ScoreSchemes = Schemas['ScoreSchemes']
export type Spread = Schemas['Spread']
export type Analytics = Schemas['Analytics']

/** 873 → 87.3 */
export function points(tenths: number | null): string {
  return tenths === null ? '—' : (tenths / 10).toFixed(1)
}

/** How a factor gives points, in one sentence. */
export function ruleOf(factor: Pick<ScoreFactor, 'direction' | 'cap' | 'unit'>): string {
  return factor.direction === 'less' ? `越少越好，0${factor.unit}得满分，达到 ${factor.cap}${factor.unit}得 0 分` : `越高越好，达到 ${factor.cap}${factor.unit}得满分，0${factor.unit}得 0 分`
}

export function bandWord(bands: readonly { code: string; title: string }[], code: string): string {
  return bands.find((band) => band.code === code)?.title ?? ''
}

/** Where the rows behind a factor are all listed. */
export function behindOf(factor: ScoreFactor, unitId: string): string {
  return factor.section === 'hazards' ? `/hazards?unit_id=${unitId}` : `/units/${unitId}/file`
}

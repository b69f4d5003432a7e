import type { components } from '@shouwang/shared/api-types'

type Schemas = components['schemas']
export type UnitFile = Schemas['UnitFile']
export type FileSection = Schemas['FileSection']
export type DefenceBar = Schemas['DefenceBar']
export type DefenceRows = Schemas['DefenceRows']
export type UnitDefences = Schemas['UnitDefences']
export type FileExport = Schemas['FileExport']
export type FileExports = Schemas['FileExports']
export type TermSheet = Schemas['TermSheet']
export type TermSheets = Schemas['TermSheets']
export type DefenceItem = Schemas['DefenceItem']
export type TermFigures = Schemas['TermFigures']

export const DEFENCES = { people: '人防', barrier: '物防', technology: '技防' } as const

/** Bars and their parts: what is met of what is asked; null where nothing is asked. */
export interface Tally {
  met: number
  required: number
  percent: number | null
}

export function tallyWords(tally: Tally): string {
  return tally.required === 0 ? '无要求' : `${tally.met}/${tally.required}　${tally.percent}%`
}

/** The console's own list of a chapter's rows. */
const LISTS: Record<string, string> = {
  hazards: '/hazards',
  inspections: '/inspections',
  orders: '/orders',
  facilities: '/facilities',
  papers: '/documents',
}

export function listOf(code: string, unitId: string): string | null {
  const path = LISTS[code]
  return path === undefined ? null : `${path}?unit_id=${unitId}`
}

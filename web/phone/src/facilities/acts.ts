import { freshAct, type KeptAct } from '../acts/kept_act'

export interface ReportWords {
  condition: '' | 'normal' | 'damaged' | 'missing'
  note: string
  reported_at: string
}

export interface CountWords {
  counts: Record<string, number | null>
  note: string
  counted_at: string
}

export const KINDS_OF_EQUIPMENT = ['baton', 'shield', 'helmet', 'steel_fork', 'cut_proof_gloves', 'torch', 'radio'] as const

export function freshReport(owner: string, facilityId: string, name: string): KeptAct<ReportWords> {
  return freshAct<ReportWords>(owner, `/facilities/${facilityId}/reports`, `设施状况：${name}`, { condition: '', note: '', reported_at: '' })
}

export function freshCount(owner: string, placeId: string, name: string): KeptAct<CountWords> {
  const counts = Object.fromEntries(KINDS_OF_EQUIPMENT.map((kind) => [kind, null]))
  return freshAct<CountWords>(owner, `/places/${placeId}/equipment-counts`, `器材清点：${name}`, { counts, note: '', counted_at: '' })
}

/** A condition is shown by a photo, and damage is put in words. */
export function lackingOf(act: KeptAct<ReportWords>): string {
  if (!act.words.condition) return '请选择状况'
  if (act.pictures.length === 0) return '请至少拍一张照片'
  return act.words.condition !== 'normal' && !act.words.note.trim() ? '请写明情况' : ''
}

/** All seven kinds are counted; none left is a nought, not a gap. */
export function isCounted(act: KeptAct<CountWords>): boolean {
  return KINDS_OF_EQUIPMENT.every((kind) => Number.isInteger(act.words.counts[kind]) && Number(act.words.counts[kind]) >= 0)
}

import glossary from '@shouwang/shared/terms.json'
import type { components } from '@shouwang/shared/api-types'

export type PictureEvaluation = components['schemas']['PictureEvaluation']
export type Limits = Record<string, { doubt: number; fault: number }>

/** One change and what became of it; rates in per cent. */
export interface TriedRow {
  change: string
  kind?: string
  looks: number
  one: number
  two: number
  doubt: number
  named: number
}

export interface Trial {
  false_alarms: { looks: number; one: number; two: number; doubt: number }
  benign: TriedRow[]
  faults: TriedRow[]
}

/** What the benchmark wrote beside the thresholds. */
export interface TrialResult {
  on?: string
  of_scenes?: number
  several?: Trial
  one?: Trial
  film?: Record<string, { looks: number; fault: number; doubt: number } | number>
}

export interface TallyRow {
  month: string
  kind: string
  confirmed: number
  false_alarms: number
}

export const KINDS: Record<string, string> = glossary.picture_fault
const BENIGN: Record<string, string> = glossary.benign_change
const TRIED: Record<string, string> = glossary.tried_fault

export function benignWord(change: string): string {
  return BENIGN[change] ?? change
}

/** "shift 4%" → 平移 4% */
export function triedWord(change: string): string {
  const [family = '', ...grade] = change.split(' ')
  return [TRIED[family] ?? family, ...grade].join(' ')
}

export function percent(rate: number): string {
  return `${Number(rate.toFixed(rate < 10 ? 2 : 1))}%`
}

/** What each limit counts in. */
const UNITS: Record<string, string> = {
  moved: '画面宽度的比例',
  partly_covered: '连片失去边缘的画面比例',
  covered: '失去边缘的比例',
  defocused: '细节损失（2 的幂）',
  stripes: '灰度级',
  noise: '灰度级',
  colour_cast: '通道比偏移（2 的幂）',
  overexposed: '过曝面积比例',
  other_scene: '与参考画面的差异',
  signal_loss: '单一色调面积比例',
  frozen: '两帧平均差的倒数（灰度级）',
  clock_drift: '秒',
}

export function unitOf(kind: string): string {
  return UNITS[kind] ?? '相对参考画面，1 为界'
}

export interface LivingRow {
  kind: string
  confirmed: number
  falseAlarms: number
}

/** Months summed up by kind, the most judged first. */
export function byKind(rows: readonly TallyRow[]): LivingRow[] {
  const found = new Map<string, LivingRow>()
  for (const row of rows) {
    const sum = found.get(row.kind) ?? { kind: row.kind, confirmed: 0, falseAlarms: 0 }
    sum.confirmed += row.confirmed
    sum.falseAlarms += row.false_alarms
    found.set(row.kind, sum)
  }
  return [...found.values()].sort((a, b) => b.confirmed + b.falseAlarms - a.confirmed - a.falseAlarms)
}

import type { FullDraw } from '@/api/types'

export interface DrawDraft {
  name: string
  reason: string
  area_code: string
  station_id: string
  kinds: string[]
  industries: string[]
  levels: string[]
  facts: string[]
  unchecked_months: number | undefined
  left_out: { unit_id: string; name: string; reason: string }[]
  agency_ids: string[]
  weights: Record<string, number>
  unit_count: number
  officers_per_unit: number
  repeats_id: string
  repeat_reason: string
}

export const DRAW_FIELD_LABELS: Record<string, string> = {
  name: '名称',
  reason: '事由',
  unit_count: '抽取单位数',
  officers_per_unit: '每家检查人员',
  repeats_id: '再次抽取',
  repeat_reason: '再次抽取的理由',
  witness: '见证人',
  words: '见证人写下的话',
  due_on: '截止日期',
  template_ids: '检查表',
}

export const LEVEL_LABELS: readonly { value: string; label: string }[] = [
  { value: '1', label: '一级重点单位' },
  { value: '2', label: '二级重点单位' },
  { value: '3', label: '三级重点单位' },
  { value: '0', label: '非重点单位' },
]

/** What a bureau most often asks for; the server knows no default but 1. */
export const PROPOSED_WEIGHTS: Readonly<Record<string, number>> = { '1': 3, '2': 2, '3': 1, '0': 1 }
export const FACT_LABELS: Readonly<Record<string, string>> = {
  counter_terror_target: '反恐重点目标',
  hazardous_goods: '有危险物品',
  has_guards: '有保安员',
  has_video: '有视频监控',
  has_previous_hazards: '有前次隐患',
  multi_site: '有多个场所',
}
export const MOST_UNITS = 1000

export function emptyDraw(): DrawDraft {
  return {
    name: '', reason: '', area_code: '', station_id: '', kinds: [], industries: [], levels: [], facts: [], unchecked_months: undefined,
    left_out: [], agency_ids: [], weights: { ...PROPOSED_WEIGHTS }, unit_count: 10, officers_per_unit: 2, repeats_id: '', repeat_reason: '',
  }
}

/** The same terms again, for a draw that repeats this one. */
export function draftOfDraw(draw: FullDraw): DrawDraft {
  const terms = draw.terms as { units: Record<string, unknown>; officers: { agency_ids: string[] }; weights: Record<string, number> }
  const units = terms.units as { area_code: string | null; station_id: string | null; kinds: string[]; industries: string[]; levels: number[]; facts: Record<string, unknown>; unchecked_months: number | null }
  return {
    ...emptyDraw(),
    name: `${draw.name}（再次抽取）`,
    reason: draw.reason,
    area_code: units.area_code ?? '',
    station_id: units.station_id ?? '',
    kinds: units.kinds,
    industries: units.industries,
    levels: units.levels.map(String),
    facts: Object.keys(units.facts),
    unchecked_months: units.unchecked_months ?? undefined,
    left_out: draw.left_out_units.map((one) => ({ unit_id: one.unit.id, name: one.unit.name, reason: one.reason })),
    agency_ids: terms.officers.agency_ids,
    weights: { ...terms.weights },
    unit_count: draw.unit_count,
    officers_per_unit: draw.officers_per_unit,
    repeats_id: draw.id,
  }
}

/** The part that the pools depend on. */
export function poolsPayload(draft: DrawDraft): Record<string, unknown> {
  return {
    units: {
      area_code: draft.area_code || null,
      station_id: draft.station_id || null,
      kinds: draft.kinds,
      industries: draft.industries,
      levels: draft.levels.map(Number),
      facts: Object.fromEntries(draft.facts.map((fact) => [fact, true])),
      unchecked_months: draft.unchecked_months ?? null,
      left_out: draft.left_out.filter((one) => one.unit_id && one.reason.trim()).map(({ unit_id, reason }) => ({ unit_id, reason: reason.trim() })),
    },
    agency_ids: draft.agency_ids,
    weights: draft.weights,
  }
}

export function drawPayload(draft: DrawDraft, id: string): Record<string, unknown> {
  return {
    ...poolsPayload(draft),
    id,
    name: draft.name.trim(),
    reason: draft.reason.trim(),
    unit_count: draft.unit_count,
    officers_per_unit: draft.officers_per_unit,
    repeats_id: draft.repeats_id || null,
    repeat_reason: draft.repeats_id ? draft.repeat_reason.trim() : '',
  }
}

/** What is still missing, by field; the server checks again. */
export function gapsInDraw(draft: DrawDraft): Record<string, string> {
  const gaps: Record<string, string> = {}
  if (!draft.name.trim()) gaps.name = '请填写名称'
  if (!draft.reason.trim()) gaps.reason = '请填写事由'
  if (!draft.unit_count) gaps.unit_count = '请填写数量'
  if (draft.repeats_id && !draft.repeat_reason.trim()) gaps.repeat_reason = '请说明再次抽取的理由'
  if (draft.left_out.some((one) => one.unit_id && !one.reason.trim())) gaps.left_out = '排除的单位须逐家说明理由'
  return gaps
}

/** 近期已检查 3、点名排除 1; empty for none. */
export function countsWords(counts: Record<string, number>, words: (code: string) => string): string {
  return Object.entries(counts).map(([code, count]) => `${words(code)} ${count}`).join('、')
}

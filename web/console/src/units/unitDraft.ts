import type { Unit } from '@/api/types'

/** What the unit form holds; empty texts stand for "not given" until the payload is built. */
export interface UnitDraft {
  name: string
  uscc: string
  kind: string
  industry: string
  area_code: string
  address: string
  lat: number | null
  lon: number | null
  managed_by_id: string
  guided_by_id: string
  station_id: string
  department_id: string
  supervised_by_id: string
  key_unit_level: string
  counter_terror_target: boolean
}

export const UNIT_FIELD_LABELS: Record<keyof UnitDraft, string> = {
  name: '单位名称',
  uscc: '统一社会信用代码',
  kind: '类别',
  industry: '行业',
  area_code: '行政区划',
  address: '地址',
  lat: '纬度',
  lon: '经度',
  managed_by_id: '主管公安机关',
  guided_by_id: '指导公安机关',
  station_id: '属地派出所',
  department_id: '行业主管部门',
  supervised_by_id: '国资监管机构',
  key_unit_level: '重点级别',
  counter_terror_target: '防范恐怖袭击重点目标',
}

export const DRAFT_FIELDS = Object.keys(UNIT_FIELD_LABELS) as (keyof UnitDraft)[]

export function emptyDraft(): UnitDraft {
  return {
    name: '', uscc: '', kind: '', industry: '', area_code: '', address: '', lat: null, lon: null,
    managed_by_id: '', guided_by_id: '', station_id: '', department_id: '', supervised_by_id: '', key_unit_level: '', counter_terror_target: false,
  }
}

export function draftOf(unit: Unit): UnitDraft {
  return {
    name: unit.name,
    uscc: unit.uscc ?? '',
    kind: unit.kind,
    industry: unit.industry,
    area_code: unit.area_code,
    address: unit.address,
    lat: unit.lat,
    lon: unit.lon,
    managed_by_id: unit.managed_by_id,
    guided_by_id: unit.guided_by_id ?? '',
    station_id: unit.station_id,
    department_id: unit.department_id,
    supervised_by_id: unit.supervised_by_id ?? '',
    key_unit_level: unit.key_unit_level === null ? '' : String(unit.key_unit_level),
    counter_terror_target: unit.counter_terror_target,
  }
}

/** The body of POST or PUT /units. An authority left out goes as null, so that the server's rule names the field. */
export function unitPayload(draft: UnitDraft, base: { id?: string; facts: Record<string, unknown> }): Record<string, unknown> {
  const given = (text: string) => text.trim() || null
  return {
    ...(base.id === undefined ? {} : { id: base.id }),
    name: draft.name.trim(),
    uscc: given(draft.uscc)?.toUpperCase() ?? null,
    kind: given(draft.kind),
    industry: given(draft.industry),
    area_code: given(draft.area_code),
    address: draft.address.trim(),
    lat: draft.lat,
    lon: draft.lon,
    managed_by_id: given(draft.managed_by_id),
    guided_by_id: given(draft.guided_by_id),
    station_id: given(draft.station_id),
    department_id: given(draft.department_id),
    supervised_by_id: given(draft.supervised_by_id),
    key_unit_level: draft.key_unit_level === '' ? null : Number(draft.key_unit_level),
    counter_terror_target: draft.counter_terror_target,
    facts: base.facts,
  }
}

export interface FieldConflict {
  field: keyof UnitDraft
  was: unknown
  mine: unknown
  theirs: unknown
  /** Both changed it, to different values: a person must choose. */
  isClash: boolean
}

/** Fields in which mine, theirs or both differ from what I began with. */
export function conflictsBetween(began: UnitDraft, mine: UnitDraft, theirs: UnitDraft): FieldConflict[] {
  return DRAFT_FIELDS.filter((field) => mine[field] !== theirs[field]).map((field) => ({
    field,
    was: began[field],
    mine: mine[field],
    theirs: theirs[field],
    isClash: mine[field] !== began[field] && theirs[field] !== began[field],
  }))
}

/** Their version with what I changed on top; where both changed a field, mine stays. */
export function rebase(began: UnitDraft, mine: UnitDraft, theirs: UnitDraft): UnitDraft {
  const merged: UnitDraft = { ...theirs }
  for (const field of DRAFT_FIELDS) {
    if (mine[field] !== began[field]) (merged as unknown as Record<string, unknown>)[field] = mine[field]
  }
  return merged
}

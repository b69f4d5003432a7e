import glossary from '@shouwang/shared/terms.json'
import type { components } from '@shouwang/shared/api-types'
import type { Term, Terms, Tone } from '@/words/terms'

type Wire = components['schemas']
export type Facility = Wire['Facility']
export type FacilityChange = Wire['FacilityChange']
export type FacilityField = Wire['FacilityField']
export type FacilityKindFields = Wire['FacilityKindFields']
export type Place = Wire['WatchedPlace']
export type PlaceCoverage = Wire['PlaceCoverage']
export type UnitStanding = Wire['UnitStanding']
export type UnitCoverage = Wire['UnitCoverage']
export type CatalogueCounts = Wire['Catalogue']
export type LeftOutCamera = Wire['LeftOutCamera']

function toned(labels: Record<string, string>, tones: Record<string, Tone> = {}): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]): [string, Term] => [code, { label, tone: tones[code] ?? 'plain' }]))
}

export const PLACE_KINDS = toned(glossary.place_kind)
export const FACILITY_KINDS = toned(glossary.facility_kind)
export const FACILITY_TYPES = toned(glossary.facility_type)
export const CONDITIONS = toned(glossary.facility_condition, { normal: 'good', damaged: 'bad', missing: 'bad' })
export const STATES = toned(glossary.facility_state, { in_use: 'good', stopped: 'warn' })
export const GAPS = toned(glossary.coverage_gap, { no_camera: 'bad', not_sharp: 'warn', not_onboarded: 'warn', not_together: 'warn' })
export const STANDINGS = toned(glossary.coverage_standing, { passes: 'good', fails: 'bad' })
export const LEFT_OUT = toned(glossary.catalogue_reason, { no_id: 'warn', unknown_area: 'warn' })
/** Places of which each needs a camera. */
export const WATCHED: Terms = Object.fromEntries(Object.entries(PLACE_KINDS).filter(([code]) => ['entrance', 'crowd_area', 'key_part', 'vehicle'].includes(code)))

export const CHANGES = toned({
  'facility.registered': '登记',
  'facility.revised': '修改',
  'facility.state_changed': '变更使用状态',
  'facility.reported': '报告状况',
  'camera.secrecy_changed': '变更涉密标记',
})

/** What people call the fields that a change names. */
export const FIELD_LABELS: Record<string, string> = {
  type: '类型',
  number: '编号',
  name: '名称',
  site_id: '场所',
  place_id: '所在部位',
  quantity: '数量',
  maker: '厂家',
  model: '型号',
  lat: '纬度',
  lon: '经度',
  in_use_since_on: '启用日期',
  life_end_on: '使用年限截止',
  check_every_days: '检查周期',
  is_networked: '与公安联网',
  networked_on: '联网日期',
  details: '其他内容',
  catalogue_id: '国标编码',
  place_class: '巡查等级',
  width: '图像宽',
  height: '图像高',
  recorder_id: '录像设备',
  channel: '通道',
  host: '设备地址',
  is_onboarded: '接入平台',
  onboarded_on: '接入日期',
  place_ids: '覆盖部位',
}

export const PLACE_CLASSES = [
  { value: 1, label: '一级（重点部位）' },
  { value: 2, label: '二级' },
  { value: 3, label: '三级（一般）' },
]

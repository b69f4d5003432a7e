/** Wire shapes of /api/v1 that both apps read, hand-written from the contract. Instants are ISO 8601 UTC texts, days Beijing calendar days. */

export type Instant = string
export type Day = string
export type Sha256 = string

export interface Me {
  account_id: string
  person_id: string
  name: string
  login: string
  roles: string[]
  permissions: string[]
  agency: { id: string; name: string; short_name: string; kind: string } | null
  unit: { id: string; name: string } | null
  certificate_no: string | null
}

export interface SignedIn {
  access_token: string
  expires_in_seconds: number
  refresh_token: string | null
  me: Me
}

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface Site {
  id: string
  name: string
  address: string
  station_id: string | null
  lat: number | null
  lon: number | null
}

export interface Responsibility {
  id: string
  person_id: string
  person_name: string
  role: string
  site_id: string | null
  from_on: Day
  to_on: Day | null
  document_sha256: Sha256 | null
}

export interface Unit {
  id: string
  name: string
  uscc: string | null
  kind: string
  industry: string | null
  area_code: string
  address: string
  lat: number | null
  lon: number | null
  managed_by_id: string
  guided_by_id: string | null
  station_id: string | null
  department_id: string | null
  managed_by: string | null
  station: string | null
  department: string | null
  key_unit_level: number | string | null
  counter_terror_target: boolean
  facts: Record<string, FactValue>
  version: number
  basis_note: string | null
  sites: Site[]
  responsibilities: Responsibility[]
  gaps: { code: string; site_id: string | null; detail: string }[]
}

export interface Officer {
  person_id: string
  name: string
  certificate_no: string | null
}

export interface Person {
  id: string
  name: string
  post: string | null
  certificate_no: string | null
  certificate_valid_to: Day | null
  agency_id: string | null
  unit_id: string | null
}

export type InspectionKind = 'periodic' | 'temporary' | 'special' | 'random' | 'industry' | 'self'

export interface Task {
  id: string
  kind: InspectionKind
  unit_id: string
  unit_name: string
  site_id: string | null
  template_version_ids: string[]
  officers: Officer[]
  due_on: Day | null
  state: 'open' | 'done' | 'cancelled'
  note: string
  inspection_ids: string[]
  created_at: Instant
  version: number
}

export type FactValue = boolean | number | string
export type Outcome = 'pass' | 'fail' | 'na'
export type Group = 'organisation' | 'measures' | 'facilities'

/** The language of applies_if; see applies_if.ts. */
export type Predicate =
  | { all: Predicate[] }
  | { any: Predicate[] }
  | { not: Predicate }
  | ({ fact: string } & Comparison)
  | ({ item: string } & Comparison)

export interface Comparison {
  is?: FactValue
  in?: FactValue[]
  at_least?: number
  at_most?: number
  above?: number
  below?: number
}

export type Bound = number | { fact: string }

export interface PassIf {
  at_least?: Bound
  at_most?: Bound
  above?: Bound
  below?: Bound
}

export interface Fact {
  id: string
  label: string
  kind: 'boolean' | 'integer' | 'number' | 'choice' | 'text'
  options?: { value: string; label: string }[]
}

export type Evidence = 'photo' | 'note'

export interface Item {
  id: string
  text: string
  help?: string
  kind: 'verdict' | 'number' | 'choice' | 'text'
  grade: 'general' | 'major'
  required: boolean
  score: number
  critical?: boolean
  bases: { basis: string; article: string }[]
  methods?: string[]
  evidence: { on_fail: Evidence[]; always: Evidence[] }
  applies_if: Predicate | null
  phrases: string[]
  unit?: string
  min?: number
  max?: number
  pass_if?: PassIf
  options?: { value: string; label: string; verdict: Outcome | null }[]
}

export interface Section {
  id: string
  title: string
  group: Group | null
  items: Item[]
}

export interface Definition {
  code: string
  title: string
  version: number
  industries?: string[]
  basis_note?: string
  facts: Fact[]
  sections: Section[]
}

export interface TemplateVersion {
  id: string
  template_id: string
  code: string
  title: string
  number: number
  state: 'draft' | 'published' | 'closing' | 'closed'
  content_hash: Sha256
  definition: Definition
}

export interface Basis {
  id: string
  title: string
  doc_no: string | null
  status: 'in_force' | 'lapsed' | 'not_yet' | 'unknown'
  effective_to: Day | null
}

export interface Clock {
  token: string
  server_now: Instant
}

export interface Pull {
  cursor: string
  more: boolean
  scope: 'all_units' | 'task_units'
  tasks: Task[]
  units: Unit[]
  template_versions: TemplateVersion[]
  people: Person[]
  bases: Basis[]
  gone: { units: string[]; tasks: string[] }
  clock: Clock
  minimum_app_version: string
}

export interface Position {
  lat: number
  lon: number
  accuracy_metres: number
  at: Instant
}

/** Points are fractions of the picture's width and height; `width` a fraction of its longer side. */
export interface Stroke {
  color: string
  width: number
  points: [number, number][]
}

export interface Stored {
  sha256: Sha256
  bytes: number
  media_type: string
}

export interface RecordPhoto extends Stored {
  width: number
  height: number
  item: string | null
  taken_at: Instant
  elapsed_ms: number | null
  source: 'live' | 'file'
  position: Position | null
  strokes: Stroke[]
  rendered: Stored | null
  signature: string
}

export interface AnswerValue {
  value: FactValue | null
  note: string
  photos: Sha256[]
}

export interface RecordSignature {
  role: 'officer' | 'unit'
  person_id: string | null
  name: string
  image: Stored
  signed_at: Instant
}

export interface InspectionRecord {
  schema: 1
  id: string
  kind: InspectionKind
  task_id: string | null
  unit_id: string
  site_id: string | null
  template_version_id: string
  template_hash: Sha256
  device_id: string
  started_at: Instant
  ended_at: Instant
  recorded_at: Instant
  clock: { token: string; elapsed_ms: number | null } | null
  place: string
  officers: { person_id: string; name: string; certificate_no: string | null; certificate_shown: boolean }[]
  recorder_person_id: string | null
  companion: { name: string; post: string; phone: string | null } | null
  facts: Record<string, FactValue>
  answers: Record<string, AnswerValue>
  group_reasons: Record<string, string>
  photos: RecordPhoto[]
  signatures: RecordSignature[]
  refusal: { reason: string; witness: string; note: string } | null
  position: Position | null
  opinion: string
  score: { earned: number; possible: number }
  app_version: string
}

export interface Push {
  record: InspectionRecord
  signature: { device_id: string; algorithm: 'ES256'; value: string }
}

export interface Flag {
  code: string
  detail: string
  item?: string | null
  severity?: 'warning' | 'breach'
}

export interface ReceiptHazard {
  id: string
  item_id: string
  title: string
  grade: 'general' | 'major'
}

export interface Receipt {
  id: string
  record_hash: Sha256
  state: 'awaiting_media' | 'complete'
  missing: Sha256[]
  flags: Flag[]
  hazards: ReceiptHazard[]
  received_at: Instant
}

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  errors: { field: string; message: string; code: string }[]
  request_id?: string
  minimum?: string
}

export interface Hazard {
  id: string
  inspection_id: string
  unit_id: string
  unit_name: string
  site_id: string | null
  item_id: string
  title: string
  note: string
  grade: 'general' | 'major'
  bases: { basis_id: string; title: string; article: string; status: string }[]
  photos: Sha256[]
  found_on: Day
  state: 'found' | 'ordered'
  order_id: string | null
  history: { event: string; at: Instant; by: string; detail: string }[]
}

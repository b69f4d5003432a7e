/** Wire shapes the console reads. Instants are UTC ISO 8601, days are Beijing days `YYYY-MM-DD`. */

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface Me {
  account_id: string
  person_id: string | null
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

export interface Agency {
  id: string
  name: string
  short_name: string
  kind: string
  parent_id: string | null
  area_code: string | null
}

export interface Area {
  code: string
  name: string
  parent_code: string | null
}

export interface Person {
  id: string
  name: string
  post: string | null
  certificate_no: string | null
  certificate_valid_to: string | null
  agency_id: string | null
  unit_id: string | null
}

export type BasisStatus = 'in_force' | 'lapsed' | 'not_yet' | 'unknown'

export interface PolicyBasis {
  id: string
  title: string
  doc_no: string | null
  issuer: string | null
  note?: string | null
  kind: string | null
  region_code: string | null
  issued_on: string | null
  effective_from: string | null
  effective_to: string | null
  status: BasisStatus
  aliases: string[]
  verified: boolean
  articles: BasisArticle[]
}

export interface BasisArticle {
  article: string
  summary: string
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
  from_on: string
  to_on: string | null
  document_sha256: string | null
}

export interface UnitGap {
  code: string
  site_id: string | null
  detail: string
}

export interface Unit {
  id: string
  name: string
  uscc: string | null
  kind: string
  industry: string
  area_code: string
  address: string
  lat: number | null
  lon: number | null
  managed_by_id: string
  guided_by_id: string | null
  station_id: string
  department_id: string
  managed_by: string
  station: string
  department: string
  key_unit_level: number | string | null
  counter_terror_target: boolean
  facts: Record<string, unknown>
  version: number
  basis_note: string | null
  sites: Site[]
  responsibilities: Responsibility[]
  gaps: UnitGap[]
}

export interface ResponsibilityGap {
  unit_id: string
  unit_name: string
  site_id: string | null
  site_name: string | null
  code: string
  grade: string
  lat: number | null
  lon: number | null
}

export interface ImportResult {
  id?: string
  created: number
  updated: number
  errors: { row: number; column: string; value: string; message: string; code: string }[]
}

export interface OfficerOnRecord {
  person_id: string
  name: string
  certificate_no: string | null
  certificate_shown?: boolean
}

export interface Task {
  id: string
  kind: string
  unit_id: string
  unit_name: string
  site_id: string | null
  template_version_ids: string[]
  officers: OfficerOnRecord[]
  due_on: string
  state: 'open' | 'done' | 'cancelled'
  note: string | null
  inspection_ids: string[]
  created_at: string
  version: number
}

export interface Position {
  lat: number
  lon: number
  accuracy_metres: number | null
  at: string | null
}

export interface Answer {
  value: 'pass' | 'fail' | 'na' | number | string | null
  note: string
  photos: string[]
}

export interface Stroke {
  points: ([number, number] | { x: number; y: number })[]
  color?: string
  width?: number
}

export interface InspectionPhoto {
  sha256: string
  item: string | null
  media_type: string
  bytes: number
  width?: number
  height?: number
  taken_at: string
  source: 'live' | 'file'
  position: Position | null
  signature_valid: boolean | null
  received: boolean
  strokes: Stroke[] | null
  rendered_sha256: string | null
  url: string
  display_url: string
  thumb_url: string
}

export interface InspectionSignature {
  role: 'officer' | 'unit'
  name: string
  person_id: string | null
  sha256: string
  url: string
}

export interface Flag {
  code: string
  detail: string
  item: string | null
  severity: 'warning' | 'breach'
}

export interface CitedBasis {
  basis_id: string
  title: string
  article: string | null
  status: BasisStatus
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
  bases: CitedBasis[]
  photos: string[]
  found_on: string
  state: 'found' | 'ordered'
  order_id: string | null
  history: { event: string; at: string; by: string | null; detail: string | null }[]
}

/** A condition as the pack writes it: a fact or another item's answer, joined by all / any / not. */
export type Condition =
  | { fact: string; is?: unknown; at_least?: unknown; [more: string]: unknown }
  | { item: string; is?: unknown; [more: string]: unknown }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

export interface TemplateItem {
  id: string
  text: string
  help?: string | null
  kind: 'verdict' | 'number' | 'choice' | 'text' | string
  grade: 'general' | 'major' | null
  required: boolean
  score: number
  critical?: boolean
  bases: { basis: string; article: string | null; title?: string; status?: BasisStatus }[]
  methods?: string[]
  evidence?: { on_fail: string[]; always: string[] }
  applies_if?: Condition | null
  phrases?: string[]
  unit?: string | null
  options?: { value: string; label: string; verdict: 'pass' | 'fail' | null }[]
}

export interface TemplateSection {
  id?: string
  title: string
  group?: string | null
  items: TemplateItem[]
}

export interface TemplateFact {
  id: string
  label: string
  kind: string
}

export interface Inspection {
  id: string
  kind: string
  unit: { id: string; name: string }
  site: { id: string; name: string } | null
  task_id: string | null
  template_version: { id: string; code: string; title: string; number: number }
  started_at: string
  ended_at: string
  received_at: string
  officers: OfficerOnRecord[]
  companion: { name: string; post: string | null; phone: string | null } | null
  answers: Record<string, Answer>
  sections: TemplateSection[]
  group_reasons?: Record<string, string>
  photos: InspectionPhoto[]
  signatures: InspectionSignature[]
  refusal: { reason: string; witness: string; note: string } | null
  opinion: string
  score: { earned: number; possible: number } | null
  position: Position | null
  state: 'awaiting_media' | 'complete'
  missing: string[]
  flags: Flag[]
  hazards: Hazard[]
  record_hash: string
  device: { id: string; name: string } | null
  signature_valid: boolean | null
  document: { id: string; number: string | null; state: string } | null
  orders: { id: string; number: string | null; state: string }[]
}

export type OrderState = 'draft' | 'signing' | 'issued' | 'revoked'

export interface DocumentRecord {
  id: string
  kind: string
  number: string | null
  state: 'rendering' | 'signed' | 'revoked' | 'superseded' | 'failed'
  sha256: string | null
  pages: number | null
  signed_at: string | null
  verify_url: string | null
  pdf_url: string | null
  signatures: { name: string; role: string; at: string }[]
}

export interface Order {
  id: string
  state: OrderState
  number: string | null
  unit: { id: string; name: string; basis_note?: string | null }
  inspection_id: string
  hazards: Hazard[]
  deadline_days: number
  deadline_on: string
  basis: { id: string; title: string; article: string }
  violated: string
  measures: string
  decided_on: string
  document: DocumentRecord | null
  version: number
  created_by: string | null
  signed_by: string | null
}

export interface TemplateVersion {
  id: string
  number: number
  state: 'draft' | 'published' | 'closing' | 'closed'
  content_hash: string
  published_at: string | null
}

export interface Template {
  id: string
  code: string
  title: string
  industries: string[]
  current_version_id: string | null
  versions: TemplateVersion[]
}

export interface TemplateVersionDetail {
  id: string
  template_id: string
  code: string
  title: string
  number: number
  state: TemplateVersion['state']
  content_hash: string
  definition: { sections: TemplateSection[]; facts?: TemplateFact[]; basis_note?: string | null; [more: string]: unknown }
}

export interface AuditEvent {
  id: string
  lane: string | null
  position: number
  kind: string
  at: string
  actor_name: string | null
  subject_type: string | null
  subject_id: string | null
  about_unit_id: string | null
  details: Record<string, unknown> | null
  hash: string
}

export interface ChainCheck {
  ok: boolean
  checked: number
  first_break: unknown
}

export interface Device {
  id: string
  name: string
  platform: string | null
  state: string
  owner_name?: string | null
  app_version?: string | null
  enrolled_at?: string | null
  last_seen_at?: string | null
}

export interface Account {
  id: string
  login: string
  name: string
  roles: string[]
  agency_name?: string | null
  unit_name?: string | null
  locked: boolean
  last_sign_in_at?: string | null
}

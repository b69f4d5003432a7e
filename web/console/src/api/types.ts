import type { Definition, Fact, FactValue, Section, Stroke } from '@shouwang/shared/contract'

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
  grade: string
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
  guided_by: string | null
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
  value: FactValue | null
  note: string
  photos: string[]
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
  strokes: Stroke[]
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
  received: boolean
  signed_at: string
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

/** One row of the list; the whole inspection adds what has to be judged. */
export interface InspectionSummary {
  id: string
  kind: string
  unit: { id: string; name: string }
  site: { id: string; name: string } | null
  task_id: string | null
  template_version: { id: string; code: string; title: string; number: number }
  started_at: string
  ended_at: string
  recorded_at: string
  received_at: string
  officers: OfficerOnRecord[]
  state: 'awaiting_media' | 'complete'
  score: { earned: number; possible: number } | null
  flag_count: number
  breach_count: number
  hazard_count: number
  record_hash: string
  signature_valid: boolean | null
  device: { id: string; name: string } | null
}

export interface Inspection extends InspectionSummary {
  place: string
  facts: Record<string, FactValue>
  fact_definitions: Fact[]
  companion: { name: string; post: string | null; phone: string | null } | null
  answers: Record<string, Answer>
  sections: Section[]
  group_reasons: Record<string, string>
  photos: InspectionPhoto[]
  signatures: InspectionSignature[]
  refusal: { reason: string; witness: string; note: string } | null
  opinion: string
  position: Position | null
  missing: string[]
  flags: Flag[]
  hazards: Hazard[]
}

export type OrderState = 'draft' | 'signing' | 'issued' | 'revoked'

export interface DocumentRecord {
  id: string
  kind: string
  number: string
  state: 'rendering' | 'signed' | 'revoked' | 'superseded' | 'failed'
  /** The inspection or the order it was made of. */
  subject_id: string
  unit_id: string
  agency: { id: string; name: string }
  dated_on: string
  sha256: string | null
  pages: number | null
  bytes: number | null
  /** Characters in no font at hand, printed as 〓. */
  missing_characters: string[]
  signed_at: string | null
  verify_url: string
  pdf_url: string | null
  signatures: { name: string; role: 'officer' | 'authority'; at: string }[]
  revocation: { reason: string; at: string } | null
}

export interface Order {
  id: string
  state: OrderState
  number: string | null
  unit: { id: string; name: string }
  agency: { id: string; name: string }
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
  created_by: string
  created_at: string
  signed_by: string | null
  revocation: { reason: string; at: string } | null
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
  definition: Definition
}

export interface AuditEvent {
  id: string
  lane: number
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
  first_break: { lane: number; position: number; problem: string } | null
}

export interface Device {
  id: string
  name: string
  platform: string
  state: 'active' | 'revoked'
  account_id: string
  account_name: string
  fingerprint: string
  app_version: string
  enrolled_at: string
  revoked_at: string | null
}

export interface Account {
  id: string
  login: string
  name: string
  roles: string[]
  state: string
  locked_until: string | null
  created_at: string
}

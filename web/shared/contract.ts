/**
 * The wire shapes that both apps read, by their short names. They come from the server's own description (`make docs` writes
 * api-types.ts anew), so that a renamed field fails the type check; only what OpenAPI leaves open is narrowed here.
 */
import type { components } from './api-types'

export type Schemas = components['schemas']

export type Instant = string
export type Day = string
export type Sha256 = string

export interface Page<T> {
  items: T[]
  next: string | null
}

export type FactValue = boolean | number | string
/** Of so many looked at, so many were in order; null while it is being typed. */
export interface Count {
  checked: number | null
  passed: number | null
}
export type Outcome = 'pass' | 'fail' | 'na'
export type Group = 'organisation' | 'measures' | 'facilities'
export type Evidence = 'photo' | 'note'

export type Me = Schemas['Me']
export type SignedIn = Schemas['Session']
export type Site = Schemas['Site']
export type Responsibility = Schemas['Responsibility']
export type Unit = Omit<Schemas['Unit'], 'facts'> & { facts: Record<string, FactValue> }
export type Officer = Schemas['TaskOfficer']
export type Person = Schemas['PulledPerson']
export type Task = Schemas['Task']
export type InspectionKind = Task['kind']
export type Basis = Schemas['PulledBasis']
export type Clock = Schemas['ClockReading']
export type Flag = Schemas['Flag']
export type Hazard = Schemas['Hazard']
export type Receipt = Schemas['Receipt']
export type ReceiptHazard = Schemas['ReceiptHazard']
export type Fact = Schemas['Fact']

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
export type PassIf = Partial<Record<'at_least' | 'at_most' | 'above' | 'below', Bound>>

export type Item = Omit<Schemas['Item'], 'applies_if' | 'pass_if' | 'help' | 'critical'> & {
  help?: string
  critical?: boolean
  applies_if: Predicate | null
  pass_if?: PassIf
}
export type Section = Omit<Schemas['Section'], 'items'> & { items: Item[] }
export type Definition = Pick<Schemas['Definition'], 'code' | 'title' | 'version' | 'industries' | 'facts'> & { basis_note?: string; sections: Section[] }
export type TemplateVersion = Omit<Schemas['TemplateVersion'], 'definition'> & { definition: Definition }

export type Pull = Omit<Schemas['Pull'], 'template_versions' | 'units'> & { template_versions: TemplateVersion[]; units: Unit[] }

/** WGS-84, as the phone claims it. */
export type Position = Schemas['Position'] & { accuracy_metres: number; at: Instant }
export type Stored = Schemas['File']

/** Points are fractions of the picture's width and height; `width` a fraction of its longer side. */
export interface Stroke {
  color: string
  width: number
  points: [number, number][]
}

export type RecordPhoto = Omit<Schemas['Photo'], 'strokes' | 'position'> & { strokes: Stroke[]; position: Position | null }
export type AnswerValue = Schemas['Answer'] & { value: FactValue | Count | null; photos: Sha256[] }
export type RecordSignature = Schemas['Signature']

export type InspectionRecord = Omit<Schemas['Record'], 'answers' | 'facts' | 'photos' | 'position' | 'group_reasons'> & {
  facts: Record<string, FactValue>
  answers: Record<string, AnswerValue>
  photos: RecordPhoto[]
  position: Position | null
  group_reasons: Record<string, string>
}

export interface Push {
  record: InspectionRecord
  signature: Schemas['PushSignature']
}

/** Also what a portal or a proxy may have put in its place, so that nothing but the code is sure. */
export type Problem = Pick<Schemas['Problem'], 'type' | 'title' | 'status' | 'detail' | 'code' | 'errors'> & { request_id?: string }

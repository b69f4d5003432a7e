/**
 * The wire shapes the console reads, by the names its screens use. They come from the server's OpenAPI document, so a
 * field renamed there fails `npm run check` here. Spelt out below is only what the document leaves open.
 */
import type { components } from '@shouwang/shared/api-types'
import type { Definition, Fact, FactValue, Section, Stroke } from '@shouwang/shared/contract'

type Wire = components['schemas']

/** Theirs, with some members told more exactly. */
type Exactly<Theirs, Known> = Omit<Theirs, keyof Known> & Known

export interface Page<T> {
  items: T[]
  next?: string | null
}

export type Me = Wire['Me']
export type SignedIn = Wire['Session']
export type Agency = Wire['Agency']
export type Area = Wire['Area']
export type Person = Wire['Person']
export type PolicyBasis = Wire['Basis']
export type BasisStatus = PolicyBasis['status']
export type Unit = Wire['Unit']
export type Responsibility = Wire['Responsibility']
export type ResponsibilityGap = Wire['GapRow']
export type ImportResult = Wire['Import']
export type Task = Wire['Task']
export type Plan = Wire['Plan']
export type PlanFile = Wire['PlanFile']
export type PlanPreview = Wire['Preview']
export type PlanPreset = Wire['Preset']
export type PlanPresets = Wire['Presets']
export type DayCounts = Wire['DayCounts']
export type Manning = Wire['Manning']
export type CalendarYear = Wire['CalendarYear']
export type CalendarYearPage = Wire['CalendarYearPage']
export type Template = Wire['Template']
export type TemplateVersionDetail = Exactly<Wire['TemplateVersion'], { definition: Definition }>
export type Hazard = Wire['Hazard']
export type HazardTerm = Wire['Term']
export type HazardRow = Wire['HazardRow']
export type HazardLife = Wire['HazardLife']
export type PenaltyCandidate = Wire['PenaltyCandidate']
export type Flag = Wire['Flag']
export type DocumentRecord = Wire['Document']
export type DocumentSigner = Wire['DocumentSigner']
export type DocumentBatch = Wire['DocumentBatch']
export type BatchItem = Wire['DocumentBatchItem']
export type Draw = Wire['Draw']
export type FullDraw = Wire['FullDraw']
export type PoolCounts = Wire['PoolCounts']
export type Exclusion = Wire['Exclusion']
export type Order = Wire['Order']
export type AuditEvent = Wire['Event']
export type ChainCheck = Wire['ChainCheck']
export type AttachedFile = Wire['AttachedFile']
export type Attachment = Wire['Attachment']
export type Duty = Wire['Duty']
export type UnitDuty = Wire['UnitDuty']
export type UnitDuties = Wire['UnitDuties']
export type DutyGap = Wire['DutyGap']
export type DutyPaper = Wire['DutyPaper']
export type DutyRemark = Wire['DutyRemark']
export type Drill = Wire['Drill']
export type CounterYear = Wire['CounterYear']
export type Project = Wire['Project']
export type Standard = Wire['Standard']
export type Device = Wire['Device']
export type Account = Wire['Account']
export type ExportFile = Wire['Export']
export type SavedFilter = Wire['SavedFilter']
export type HazardBoard = Wire['HazardBoard']
export type Breakdown = Wire['Breakdown']
export type BreakdownRow = Wire['BreakdownRow']
export type TaskFigures = Wire['TaskFigures']
export type InspectionFigures = Wire['InspectionFigures']
export type MapView = Wire['Map']
export type MapSettings = Wire['MapSettings']

/** What a record says is kept as it was sent; the server describes it as free JSON. */
export interface OfficerOnRecord {
  person_id: string
  name: string
  certificate_no: string | null
  certificate_shown?: boolean
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

export type InspectionPhoto = Exactly<Wire['InspectionPhoto'], { position: Position | null; strokes: Stroke[] }>
export type InspectionSummary = Exactly<Wire['InspectionSummary'], { officers: OfficerOnRecord[] }>
export type SharedCheck = Wire['Check']
export type Inspection = Exactly<
  Wire['Inspection'],
  {
    officers: OfficerOnRecord[]
    companion: { name: string; post: string | null; phone: string | null } | null
    facts: Record<string, FactValue>
    fact_definitions: Fact[]
    sections: Section[]
    answers: Record<string, Answer>
    group_reasons: Record<string, string>
    photos: InspectionPhoto[]
    refusal: { reason: string; witness: string; note: string } | null
    position: Position | null
  }
>

export type Notice = Wire['Notice']
export type SecurityLevel = Wire['Level']
export type InForce = Wire['InForce']
export type ZeroReport = Wire['ZeroReport']
export type ZeroReportGap = Wire['ZeroReportGap']
export type WatchedUnit = Wire['WatchedUnit']
export type WatchCounts = Wire['WatchCounts']
export type RiskAssessment = Wire['RiskAssessment']
export type RiskRules = Wire['RiskRules']
export type HelpRequest = Wire['HelpRequest']
export type ResponseTime = Wire['ResponseTime']
export type RecheckBooking = Wire['RecheckBooking']
export type SecurityWarning = Wire['SecurityWarning']
export type PatrolPlan = Exactly<Wire['PatrolPlan'], { times: Record<string, number[]> }>
export type PatrolRound = Wire['PatrolRound']
export type CameraAvailability = Wire['CameraAvailability']
export type IncidentPlan = Wire['IncidentPlan']
export type Incident = Wire['Incident']
export type WholeIncident = Wire['WholeIncident']
export type SecurityCase = Wire['Case']
export type WallCamera = Wire['WallCamera']
export type CameraPicture = Wire['CameraPicture']
export type Snapshot = Wire['Snapshot']
export type PictureFinding = Wire['PictureFinding']
export type PictureFault = Wire['PictureFault']
export type ReferenceView = Wire['ReferenceView']
export type MaskBox = Wire['ShownBox']
export type PictureTallyRow = Wire['PictureTallyRow']
export type AlarmEvent = Wire['AlarmEvent']
export type AlarmLine = Wire['AlarmLine']
export type NewAlarmLine = Wire['NewAlarmLine']
export type AlarmZone = Wire['AlarmZone']
export type AlarmTest = Wire['AlarmTest']

import { canonicalJson } from '@shouwang/shared/canonical'
import { LEVEL_FACT } from '@shouwang/shared/checklist'
import type { AnswerValue, FactValue, InspectionKind, Me, Officer, Position, RecordPhoto, Site, Stored, Task, TemplateVersion, Unit } from '@shouwang/shared/contract'
import { newId } from '@shouwang/shared/uuid'
import { lastClock, type ClockMark } from '../device/clock'
import { database, plain, type Media } from '../device/database'

export interface DraftOfficer extends Officer {
  certificate_shown: boolean
}

export interface DraftSignature {
  role: 'officer' | 'unit'
  person_id: string | null
  name: string
  image: Stored
  signed_at: string
  /** Text that stood on the form when it was signed; another text makes the signature stale. */
  over: string
}

/** The form as it stands on the screen. The record is built from it at the end, never kept beside it. */
export interface Draft {
  id: string
  owner: string
  kind: InspectionKind
  task_id: string | null
  /** The record that this one takes the place of. Drafts begun by an earlier version of the app lack the three. */
  corrects_id?: string | null
  correction_reason?: string
  /** The task, when another officer records the other items of the same check on a phone of his own. */
  part_of?: string | null
  unit: { id: string; name: string; address: string; area_code: string; industry: string | null }
  site_id: string | null
  site_name: string | null
  place: string
  template_version_id: string
  template_hash: string
  template_title: string
  started_at: string
  updated_at: number
  revision: number
  clock: ClockMark | null
  officers: DraftOfficer[]
  recorder_person_id: string | null
  companion: { name: string; post: string; phone: string }
  facts: Record<string, FactValue>
  answers: Record<string, AnswerValue>
  group_reasons: Record<string, string>
  photos: RecordPhoto[]
  signatures: DraftSignature[]
  refused: boolean
  refusal: { reason: string; witness: string; note: string }
  position: Position | null
  opinion: string
  /** Index of the page that was open. */
  page: number
}

export interface Beginning {
  me: Me
  unit: Unit
  site: Site | null
  template: TemplateVersion
  kind: InspectionKind
  task: Task | null
}

/** Begin a form: pins the template version and one server time token. */
export async function beginDraft(beginning: Beginning): Promise<Draft> {
  const { me, unit, site, template, task } = beginning
  const officers = task?.officers.map((officer) => ({ ...officer, certificate_shown: false })) ?? []
  const self = me.person_id
  if (self && !officers.some((officer) => officer.person_id === self)) {
    officers.unshift({ person_id: self, name: me.name, certificate_no: me.certificate_no, certificate_shown: false })
  }
  const now = Date.now()
  const draft: Draft = {
    id: newId(), owner: me.account_id, kind: beginning.kind, task_id: task?.id ?? null,
    unit: { id: unit.id, name: unit.name, address: unit.address, area_code: unit.area_code, industry: unit.industry },
    site_id: site?.id ?? null, site_name: site?.name ?? null, place: site?.address ?? unit.address,
    template_version_id: template.id, template_hash: template.content_hash, template_title: template.title,
    started_at: new Date(now).toISOString(), updated_at: now, revision: 0, clock: await lastClock(),
    officers: officers.slice(0, 2), recorder_person_id: me.person_id,
    companion: { name: '', post: '', phone: '' },
    facts: knownFacts(unit, template), answers: {}, group_reasons: {}, photos: [], signatures: [],
    refused: false, refusal: { reason: '', witness: '', note: '' }, position: null, opinion: '', page: 0,
  }
  const earlier = task && (await siblingDraft(me.account_id, task.id))
  if (earlier) Object.assign(draft, { officers: plain(earlier.officers), companion: plain(earlier.companion), position: plain(earlier.position) })
  const db = await database()
  const transaction = db.transaction(['drafts', 'pinned'], 'readwrite', { durability: 'strict' })
  await transaction.objectStore('pinned').put(plain(template))
  await transaction.objectStore('drafts').add(plain(draft))
  await transaction.done
  return draft
}

/** What the unit's file already answers, so that nobody asks again on site. */
export function knownFacts(unit: Unit, template: TemplateVersion): Record<string, FactValue> {
  const fromFile: Record<string, FactValue> = {
    key_unit: unit.key_unit_level !== null,
    university: unit.kind === 'university',
    counter_terror_target: unit.counter_terror_target,
    ...(unit.key_unit_level !== null ? { [LEVEL_FACT]: unit.key_unit_level } : {}),
    in_jinan: unit.area_code.startsWith('3701'),
    in_liaoning: unit.area_code.startsWith('21'),
    ...(unit.sites.length > 1 ? { multi_site: true } : {}),
    ...unit.facts,
  }
  // The level is not asked on site, but which items apply may hang on it.
  const asked = [LEVEL_FACT, ...template.definition.facts.map((fact) => fact.id)]
  return Object.fromEntries(asked.filter((id) => fromFile[id] !== undefined && fromFile[id] !== null).map((id) => [id, fromFile[id]!]))
}

async function siblingDraft(owner: string, taskId: string): Promise<Draft | undefined> {
  return (await draftsOf(owner)).find((draft) => draft.task_id === taskId)
}

export async function draftsOf(owner: string): Promise<Draft[]> {
  const drafts = await (await database()).getAllFromIndex('drafts', 'owner', owner)
  return drafts.sort((a, b) => b.updated_at - a.updated_at)
}

export async function readDraft(id: string): Promise<Draft | undefined> {
  return (await database()).get('drafts', id)
}

/** Store form and new pictures in one transaction, then read the form back; only then is it 已存. */
export async function saveDraft(draft: Draft, media: Media[] = []): Promise<void> {
  const db = await database()
  const row = plain(draft)
  const transaction = db.transaction(['drafts', 'media'], 'readwrite', { durability: media.length > 0 ? 'strict' : 'default' })
  await Promise.all([...media.map((entry) => transaction.objectStore('media').put(entry)), transaction.objectStore('drafts').put(row), transaction.done])
  const stored = await db.get('drafts', draft.id)
  if (!stored || stored.revision < row.revision) throw new Error('草稿没有写进手机存储')
}

export async function deleteDraft(id: string): Promise<void> {
  const db = await database()
  const transaction = db.transaction(['drafts', 'media'], 'readwrite')
  await transaction.objectStore('drafts').delete(id)
  for (const key of await transaction.objectStore('media').index('record').getAllKeys(id)) await transaction.objectStore('media').delete(key)
  await transaction.done
}

/** Everything a signature stands for, as one text: changed content asks for new signatures. */
export function signedContent(draft: Draft): string {
  const { unit, site_id, place, facts, answers, group_reasons, photos, companion, opinion, officers } = draft
  const answered = Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer.value !== null || answer.note || answer.photos.length))
  return canonicalJson(plain({
    unit: unit.id, site_id, place, facts, answers: answered, group_reasons, photos: photos.map((photo) => photo.sha256),
    companion, opinion, ...(draft.corrects_id ? { correction: draft.correction_reason ?? '' } : {}), ...(draft.part_of ? { part_of: draft.part_of } : {}), officers: officers.map((officer) => [officer.person_id, officer.certificate_shown]),
  }))
}

export function emptyAnswer(): AnswerValue {
  return { value: null, note: '', photos: [] }
}

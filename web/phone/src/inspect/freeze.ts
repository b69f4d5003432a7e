import { Sheet } from '@shouwang/shared/checklist'
import type { AnswerValue, Definition, InspectionRecord, RecordPhoto, Stored } from '@shouwang/shared/contract'
import { signRecord } from '@shouwang/shared/evidence'
import type { Sending } from '@shouwang/shared/queue'
import type { Upload } from '@shouwang/shared/upload'
import { elapsedSince } from '../device/clock'
import { database, plain, type DeviceKey, type Frozen } from '../device/database'
import { APP_VERSION } from '../version'
import { signedContent, type Draft } from './draft'

/** Sign the record and put it beyond change, in one transaction with the draft's end; nothing is sent before. */
export async function freeze(draft: Draft, definition: Definition, key: DeviceKey, ownerName: string): Promise<Sending> {
  const record = buildRecord(draft, definition, key)
  const signed = await signRecord(key.pair.privateKey, record)
  const body = `{"record":${signed.text},"signature":${JSON.stringify(signed.push.signature)}}`
  const now = Date.now()
  const frozen: Frozen = { id: record.id, owner: draft.owner, record_hash: signed.recordHash, record, body, frozen_at: now }
  const sending: Sending = {
    id: record.id, owner: draft.owner, owner_name: ownerName, task_id: draft.task_id, template_version_id: draft.template_version_id,
    unit_name: draft.unit.name, title: draft.template_title,
    record_hash: signed.recordHash, state: 'waiting', frozen_at: now, attempts: 0, last_tried_at: null, receipt: null, problem: null,
    uploads: filesOf(record).map(toUpload), completed_at: null,
  }
  const transaction = (await database()).transaction(['drafts', 'frozen', 'sending'], 'readwrite', { durability: 'strict' })
  // `add` refuses a second freezing under the same id, should two taps get here.
  await Promise.all([
    transaction.objectStore('frozen').add(plain(frozen)),
    transaction.objectStore('sending').add(plain(sending)),
    transaction.objectStore('drafts').delete(draft.id),
    transaction.done,
  ])
  return sending
}

/** The record as it will be signed. Answers of items that do not apply and stale signatures stay behind. */
export function buildRecord(draft: Draft, definition: Definition, key: DeviceKey): InspectionRecord {
  const sheet = new Sheet(definition, draft.facts, draft.answers)
  const answers = recordedAnswers(draft, sheet)
  const now = new Date().toISOString()
  const content = signedContent(draft)
  const photos = photosOf(draft, answers)
  return plain<InspectionRecord>({
    schema: 1, id: draft.id, kind: draft.kind, task_id: draft.task_id, corrects_id: draft.corrects_id ?? null,
    correction_reason: draft.corrects_id ? (draft.correction_reason ?? '').trim() : '', part_of: draft.part_of ?? null, unit_id: draft.unit.id, site_id: draft.site_id,
    template_version_id: draft.template_version_id, template_hash: draft.template_hash, device_id: key.device_id,
    started_at: draft.started_at, ended_at: now, recorded_at: now,
    clock: draft.clock ? { token: draft.clock.token, elapsed_ms: elapsedSince(draft.clock) } : null,
    place: draft.place.trim(),
    officers: draft.officers.map(({ person_id, name, certificate_no, certificate_shown }) => ({ person_id, name, certificate_no, certificate_shown })),
    recorder_person_id: draft.recorder_person_id,
    companion: draft.companion.name.trim()
      ? { name: draft.companion.name.trim(), post: draft.companion.post.trim(), phone: draft.companion.phone.trim() || null } : null,
    facts: draft.facts, answers, group_reasons: reasonsOf(draft, sheet), photos,
    signatures: draft.signatures
      .filter((signature) => signature.over === content && !(draft.refused && signature.role === 'unit'))
      .map(({ role, person_id, name, image, signed_at }) => ({ role, person_id, name, image, signed_at })),
    refusal: draft.refused
      ? { reason: draft.refusal.reason.trim(), witness: draft.refusal.witness.trim(), note: draft.refusal.note.trim() } : null,
    position: draft.position, opinion: draft.opinion.trim(), score: sheet.score(), app_version: APP_VERSION,
  })
}

/** Every file the record names: originals, drawn-on copies, signature images; each once. */
export function filesOf(record: InspectionRecord): Stored[] {
  const files = [
    ...record.photos, ...record.photos.flatMap((photo) => (photo.rendered ? [photo.rendered] : [])),
    ...record.signatures.map((signature) => signature.image),
  ]
  return [...new Map(files.map(({ sha256, bytes, media_type }) => [sha256, { sha256, bytes, media_type }])).values()]
}

function recordedAnswers(draft: Draft, sheet: Sheet): Record<string, AnswerValue> {
  const kept = sheet.applyingItems().flatMap((item) => {
    const answer = draft.answers[item.id]
    // Half a count, or text that was deleted again, is no answer.
    const value = sheet.isAnswered(item) ? (answer?.value ?? null) : null
    if (!answer || (value === null && !answer.note.trim() && answer.photos.length === 0)) return []
    return [[item.id, { value, note: answer.note.trim(), photos: [...answer.photos] }] as [string, AnswerValue]]
  })
  return Object.fromEntries(kept)
}

/** Photos of the answers that are sent, and those of the visit as a whole. */
function photosOf(draft: Draft, answers: Record<string, AnswerValue>): RecordPhoto[] {
  const used = new Set(Object.values(answers).flatMap((answer) => answer.photos))
  return draft.photos.filter((photo) => photo.item === null || used.has(photo.sha256))
}

function reasonsOf(draft: Draft, sheet: Sheet): Record<string, string> {
  const given = sheet.uncoveredGroups().flatMap((group) => {
    const reason = draft.group_reasons[group]?.trim()
    return reason ? [[group, reason] as const] : []
  })
  return Object.fromEntries(given)
}

function toUpload(file: Stored): Upload {
  return { ...file, location: null, offset: 0, done: false, problem: null }
}

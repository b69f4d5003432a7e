import { signPhoto } from '@shouwang/shared/evidence'
import type { Me, RecordPhoto } from '@shouwang/shared/contract'
import { newId } from '@shouwang/shared/uuid'
import { lastClock } from '../device/clock'
import { database, plain, type DeviceKey, type Media } from '../device/database'
import type { Draft } from './draft'

/**
 * Begin a record that takes the place of one that the server has: the same answers and photos, to be put right, signed anew.
 * The earlier record stays as it was signed. Photos keep their bytes and time; this phone signs them for the new record.
 */
export async function beginCorrection(frozenId: string, me: Me, key: DeviceKey): Promise<Draft> {
  const db = await database()
  const [frozen, sending] = await Promise.all([db.get('frozen', frozenId), db.get('sending', frozenId)])
  if (!frozen || !sending?.receipt || frozen.owner !== me.account_id) throw new Error('只能更正本机已送达的记录')
  const { record } = frozen
  const unit = await db.get('units', record.unit_id)
  const now = Date.now()
  const draft: Draft = {
    id: newId(), owner: me.account_id, kind: record.kind, task_id: record.task_id ?? null, corrects_id: record.id, correction_reason: '',
    part_of: record.part_of ?? null,
    unit: { id: record.unit_id, name: sending.unit_name, address: unit?.address ?? record.place, area_code: unit?.area_code ?? '', industry: unit?.industry ?? null },
    site_id: record.site_id ?? null, site_name: unit?.sites.find((site) => site.id === record.site_id)?.name ?? null, place: record.place,
    template_version_id: record.template_version_id, template_hash: record.template_hash, template_title: sending.title,
    started_at: record.started_at, updated_at: now, revision: 0, clock: await lastClock(),
    officers: plain(record.officers), recorder_person_id: record.recorder_person_id ?? null,
    companion: { name: record.companion?.name ?? '', post: record.companion?.post ?? '', phone: record.companion?.phone ?? '' },
    facts: plain(record.facts), answers: plain(record.answers), group_reasons: plain(record.group_reasons), photos: [], signatures: [],
    refused: record.refusal !== null, refusal: { reason: '', witness: '', note: '', ...plain(record.refusal) },
    position: plain(record.position), opinion: record.opinion, page: 0,
  }
  const stored = new Map((await db.getAllFromIndex('media', 'record', record.id)).map((media) => [media.name, media]))
  draft.photos = await Promise.all(record.photos.filter((photo) => stored.has(photo.sha256)).map((photo) => signedFor(draft, photo, key)))
  const kept = new Set(draft.photos.map((photo) => photo.sha256))
  for (const answer of Object.values(draft.answers)) answer.photos = answer.photos.filter((name) => kept.has(name))
  const media: Media[] = [...stored.values()].map((one) => ({ ...one, record_id: draft.id }))
  const transaction = db.transaction(['drafts', 'media'], 'readwrite', { durability: 'strict' })
  await Promise.all([...media.map((one) => transaction.objectStore('media').put(one)), transaction.objectStore('drafts').add(plain(draft)), transaction.done])
  return draft
}

async function signedFor(draft: Draft, photo: RecordPhoto, key: DeviceKey): Promise<RecordPhoto> {
  const signature = await signPhoto(key.pair.privateKey, {
    record_id: draft.id, item: photo.item, sha256: photo.sha256, taken_at: photo.taken_at, clock_token: draft.clock?.token ?? null,
    elapsed_ms: null, position: photo.position, template_version_id: draft.template_version_id,
  })
  return { ...plain(photo), elapsed_ms: null, signature }
}

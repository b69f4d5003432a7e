import { canonicalJson } from '@shouwang/shared/canonical'
import type { Schemas } from '@shouwang/shared/contract'
import { sha256Hex, signText } from '@shouwang/shared/evidence'
import { addPicture, freshAct, readAct, type KeptAct, type Shot } from '../acts/kept_act'
import { unsentActs } from '../acts/waiting'
import { elapsedSince, lastClock, type ClockMark } from '../device/clock'
import { database, type DeviceKey } from '../device/database'
import type { Picture } from '../inspect/picture'
import { positionNow } from '../inspect/position'

export type Due = Schemas['DueDelivery']
export type Way = Schemas['DeliveryRecord']['way']
export type DuePage = Schemas['DueDeliveryPage']

export interface ServeWords {
  due: Due
  way: Way
  /** When it was served, where that is not the moment the record is finished: Beijing time as typed, `2026-01-05T10:30`. */
  served_at: string
  place: string
  receiver: string
  receiver_kind: Schemas['DeliveryRecord']['receiver_kind']
  refusal: string
  witness: string
  tracking_no: string
  channel: Schemas['DeliveryRecord']['channel']
  address: string
  cause: string
  note: string
  officers: { id: string; name: string }[]
  /** The server's clock as last heard, the one all signatures of this act name. */
  clock: ClockMark | null
}

export type ServeAct = KeptAct<ServeWords>

/** Ways that are recorded where they happen; public notice is a matter of the desk. */
export const WAYS: Way[] = ['direct', 'left', 'post', 'entrusted', 'electronic']
const BY_TWO: Way[] = ['direct', 'left']
type Needed = 'place' | 'receiver' | 'refusal' | 'tracking_no' | 'channel' | 'address' | 'cause'
const NEEDED: Record<string, Needed[]> = {
  direct: ['place', 'receiver'],
  left: ['place', 'refusal'],
  post: ['tracking_no', 'receiver'],
  entrusted: ['receiver', 'cause'],
  electronic: ['channel', 'address'],
}
const SAY: Record<Needed, string> = {
  place: '请写明送达地点', receiver: '请写明签收人', refusal: '请写明拒收情况', tracking_no: '请填写邮件单号', channel: '请选择送达渠道',
  address: '请填写送达地址', cause: '请写明受委托机关和原因',
}

export function pathOf(documentId: string): string {
  return `/due-deliveries/${documentId}`
}

export function asks(way: Way, field: Needed | 'witness' | 'served_at' | 'photos' | 'officers'): boolean {
  if (field === 'witness') return way === 'left'
  if (field === 'served_at') return !BY_TWO.includes(way)
  if (field === 'officers') return BY_TWO.includes(way)
  if (field === 'photos') return way !== 'electronic'
  return NEEDED[way]!.includes(field)
}

export async function freshService(owner: string, due: Due, words: Partial<ServeWords>): Promise<ServeAct> {
  const act = freshAct<ServeWords>(owner, pathOf(due.document.id), `送达：${due.document.number}`, {
    due, way: 'direct', served_at: '', place: '', receiver: '', receiver_kind: 'responsible_person', refusal: '', witness: '', tracking_no: '',
    channel: '', address: '', cause: '', note: '', officers: [], clock: await lastClock(), ...words,
  })
  return { ...act, to: '/mobile/deliveries' }
}

export async function keptService(owner: string, documentId: string): Promise<ServeAct | undefined> {
  return readAct<ServeWords>(owner, pathOf(documentId))
}

/** Services that are finished on this phone and not with the server yet. */
export async function unsentServices(owner: string): Promise<ServeAct[]> {
  return (await unsentActs(owner)).filter((act) => act.to === '/mobile/deliveries') as ServeAct[]
}

/** A paper that waits, as this account last saw it in any of the lists. */
export async function knownDue(owner: string, documentId: string): Promise<Due | null> {
  const start = `remembered:${owner}:/due-deliveries`
  const pages = (await (await database()).getAll('meta', IDBKeyRange.bound(start, `${start}\uffff`))) as Partial<DuePage>[]
  return pages.flatMap((page) => page.items ?? []).find((due) => due.document.id === documentId) ?? null
}

/** Hash and sign a picture at the shutter; it belongs to this service of this paper and to no other. */
export async function addShot(act: ServeAct, key: DeviceKey, picture: Picture, source: 'live' | 'file'): Promise<void> {
  const shot: Omit<Shot, 'signature'> = { taken_at: new Date().toISOString(), elapsed_ms: elapsedSince(act.words.clock), source, position: positionNow() }
  const sha256 = await sha256Hex(picture.bytes)
  const signature = await signText(key.pair.privateKey, canonicalJson({
    record_id: act.id, document_id: act.words.due.document.id, purpose: 'photo', sha256, taken_at: shot.taken_at,
    clock_token: act.words.clock?.token ?? null, elapsed_ms: shot.elapsed_ms, position: shot.position,
  }))
  await addPicture(act, 'photo', picture)
  const kept = act.pictures.find((one) => one.purpose === 'photo' && one.sha256 === sha256)!
  kept.shot ??= { ...shot, signature }
}

/** The receiver's signature on the screen; a new one takes the place of the old. */
export async function setSignature(act: ServeAct, png: ArrayBuffer): Promise<void> {
  const signature = { sha256: await sha256Hex(png), purpose: 'signature', name: '签收人签名.png', media_type: 'image/png', bytes: png, answers: null }
  act.pictures = [...act.pictures.filter((one) => one.purpose !== 'signature'), signature]
}

/** What the record still lacks, in the words of the law's proofs; empty when it may be handed in. */
export function lackingOf(act: ServeAct): string {
  const { words, pictures } = act
  const lacking = NEEDED[words.way]!.find((field) => !words[field].trim())
  if (lacking) return SAY[lacking]
  if (asks(words.way, 'officers') && new Set(words.officers.map((one) => one.id)).size < 2) return '送达须有两名民警'
  if (words.way === 'left' && !words.witness.trim()) return '留置送达请写明见证人'
  if (words.way === 'direct' && pictures.length === 0) return '请由签收人签名或者拍照'
  if (words.way !== 'direct' && asks(words.way, 'photos') && !pictures.some((one) => one.purpose === 'photo')) return '请拍摄现场或者回执照片'
  return ''
}

/** The record as it travels: frozen, and signed by this phone's key before its first byte leaves. */
export async function sealService(act: ServeAct, key: DeviceKey): Promise<ServeAct> {
  const { due, served_at, officers, clock, ...said } = act.words
  const now = new Date().toISOString()
  const record = {
    schema: 1, id: act.id, document_id: due.document.id, ...said,
    at: served_at && asks(said.way, 'served_at') ? new Date(`${served_at}:00+08:00`).toISOString() : servedNow(clock),
    officer_ids: officers.map((one) => one.id),
    files: act.pictures.map(({ sha256, purpose, name }) => ({ sha256, purpose, name })),
    device_id: key.device_id, recorded_at: now, clock: clock ? { token: clock.token, elapsed_ms: elapsedSince(clock) } : null,
    photos: act.pictures.flatMap(({ sha256, purpose, shot }) => (shot ? [{ sha256, purpose, ...shot }] : [])),
  }
  const signature = { device_id: key.device_id, algorithm: 'ES256', value: await signText(key.pair.privateKey, canonicalJson(record)) }
  return { ...act, sealed: { record, signature }, state: 'waiting', problem: null }
}

/** By the server's clock where this page has heard it: a phone that is ahead must not serve papers tomorrow. */
function servedNow(clock: ClockMark | null): string {
  const elapsed = elapsedSince(clock)
  return new Date(clock && elapsed !== null ? Date.parse(clock.server_now) + elapsed : Date.now()).toISOString()
}

import { describeProblem, ProblemError, type Shown } from '@shouwang/shared/problems'
import { sha256Hex } from '@shouwang/shared/evidence'
import type { Position } from '@shouwang/shared/contract'
import { mayPass } from '@shouwang/shared/queue'
import { sendFile, type Upload } from '@shouwang/shared/upload'
import { newId } from '@shouwang/shared/uuid'
import { database, plain } from '../device/database'
import type { Picture } from '../inspect/picture'
import { api } from '../session/session'
import { keyOf, unsentActs } from './waiting'

export interface KeptPicture {
  sha256: string
  purpose: string
  name: string
  media_type: string
  bytes: ArrayBuffer
  /** Hash of the photo of before that this one answers. */
  answers: string | null
  /** What was signed at the shutter, for acts that are evidence. */
  shot?: Shot
}

/** When, where and how a picture was taken, and the phone's signature over it. */
export interface Shot {
  taken_at: string
  elapsed_ms: number | null
  source: 'live' | 'file'
  position: Position | null
  signature: string
}

/**
 * An act of a person as it is written down: it lives on the phone until the server has it. `writing` is still changed,
 * `waiting` goes out by itself, `held` waits for a person.
 */
export interface KeptAct<Words extends object> {
  id: string
  owner: string
  /** By which it is known, and where it is posted unless `to` says otherwise. */
  path: string
  to?: string
  /** The body as it was finished (and perhaps signed); without it, it is made of words and pictures. */
  sealed?: object
  /** What it is about, for the list of what waits. */
  title: string
  words: Words
  pictures: KeptPicture[]
  state: 'writing' | 'waiting' | 'held'
  problem: Shown | null
}

export function freshAct<Words extends object>(owner: string, path: string, title: string, words: Words): KeptAct<Words> {
  return { id: newId(), owner, path, title, words, pictures: [], state: 'writing', problem: null }
}

export async function readAct<Words extends object>(owner: string, path: string): Promise<KeptAct<Words> | undefined> {
  return (await (await database()).get('meta', keyOf(owner, path))) as KeptAct<Words> | undefined
}

/** Written and read back before anybody says "saved". */
export async function keepAct(act: KeptAct<object>): Promise<void> {
  const db = await database()
  const { pictures, ...rest } = act
  await db.put('meta', { ...(JSON.parse(JSON.stringify(rest)) as object), pictures: pictures.map((picture) => ({ ...picture, ...(picture.shot ? { shot: plain(picture.shot) } : {}) })) }, keyOf(act.owner, act.path))
  if ((await db.get('meta', keyOf(act.owner, act.path))) === undefined) throw new Error('没有存上，请检查手机存储空间')
}

export async function dropAct(act: KeptAct<object>): Promise<void> {
  await (await database()).delete('meta', keyOf(act.owner, act.path))
}

/** The same picture counts once for each purpose; `word` is what its name begins with. */
export async function addPicture(act: KeptAct<object>, purpose: string, picture: Picture, answers: string | null = null, word = '照片'): Promise<void> {
  const sha256 = await sha256Hex(picture.bytes)
  const alike = act.pictures.filter((one) => one.purpose === purpose)
  if (alike.some((one) => one.sha256 === sha256)) return
  act.pictures.push({ sha256, purpose, name: `${word}${alike.length + 1}.jpg`, media_type: picture.media_type, bytes: picture.bytes, answers })
}

/** Pictures first, each from where it broke off, then the act; sent again it is the same act. Raises as the api does. */
export async function sendAct(act: KeptAct<object>, body = act.sealed ?? bodyOf(act), onPicture: (sent: number) => void = () => {}): Promise<void> {
  for (const [index, picture] of act.pictures.entries()) {
    const upload: Upload = {
      sha256: picture.sha256, bytes: picture.bytes.byteLength, media_type: picture.media_type, location: null, offset: 0, done: false, problem: null,
    }
    await sendFile({ api, owner: act.owner, recordId: act.id, onProgress: async () => {} }, upload, picture.bytes)
    onPicture(index + 1)
  }
  await api.post(act.to ?? act.path, body, { as: act.owner })
  await dropAct(act)
}

export function bodyOf(act: KeptAct<object>): object {
  const photos = act.pictures.map(({ sha256, purpose, name }) => ({ sha256, purpose, name }))
  const pairs = act.pictures.flatMap((picture) => (picture.answers === null ? [] : [{ before: picture.answers, after: picture.sha256 }]))
  return { id: act.id, ...act.words, ...(photos.length === 0 ? {} : { photos }), ...(pairs.length === 0 ? {} : { pairs }) }
}

/** Send what waits. What the server refuses for good is held for a person; without a network everything stays. */
export async function sendWaitingActs(owner: string): Promise<number> {
  let sent = 0
  for (const act of await unsentActs(owner)) {
    if (act.state !== 'waiting') continue
    try {
      await sendAct(act)
      sent += 1
    } catch (error) {
      if (!(error instanceof ProblemError) || mayPass(error)) return sent
      await keepAct({ ...act, state: 'held', problem: describeProblem(error) })
    }
  }
  return sent
}

import { sha256Hex, signPhoto } from '@shouwang/shared/evidence'
import type { RecordPhoto, Stored, Stroke } from '@shouwang/shared/contract'
import { elapsedSince } from '../device/clock'
import { database, type DeviceKey, type Media } from '../device/database'
import type { Draft } from './draft'
import { renderStrokes, thumbnail, type Picture } from './picture'
import { positionNow } from './position'

export interface Taken {
  photo: RecordPhoto
  media: Media[]
}

/** Hash and sign a picture at the shutter, before anything is drawn on it. */
export async function takeEvidence(draft: Draft, key: DeviceKey, item: string | null, picture: Picture, source: 'live' | 'file'): Promise<Taken> {
  const takenAt = new Date().toISOString()
  const sha256 = await sha256Hex(picture.bytes)
  const position = positionNow()
  const elapsed = elapsedSince(draft.clock)
  const signature = await signPhoto(key.pair.privateKey, {
    record_id: draft.id, item, sha256, taken_at: takenAt, clock_token: draft.clock?.token ?? null,
    elapsed_ms: elapsed, position, template_version_id: draft.template_version_id,
  })
  const photo: RecordPhoto = {
    sha256, bytes: picture.bytes.byteLength, media_type: picture.media_type, width: picture.width, height: picture.height,
    item, taken_at: takenAt, elapsed_ms: elapsed, source, position, strokes: [], rendered: null, signature,
  }
  return { photo, media: [keep(draft.id, sha256, picture), await thumbOf(draft.id, sha256, picture)] }
}

/** Draw on a stored photo: strokes and a rendered copy beside the untouched original. */
export async function annotate(draft: Draft, photo: RecordPhoto, strokes: Stroke[]): Promise<{ rendered: Stored | null; media: Media[] }> {
  const original = await pictureOf(draft.id, photo)
  if (strokes.length === 0) return { rendered: null, media: [await thumbOf(draft.id, photo.sha256, original)] }
  const picture = await renderStrokes(original, strokes)
  const sha256 = await sha256Hex(picture.bytes)
  return {
    rendered: { sha256, bytes: picture.bytes.byteLength, media_type: picture.media_type },
    media: [keep(draft.id, sha256, picture), await thumbOf(draft.id, photo.sha256, picture)],
  }
}

export async function readMedia(recordId: string, name: string): Promise<Media | undefined> {
  return (await database()).get('media', [recordId, name])
}

export function thumbName(sha256: string): string {
  return `thumb:${sha256}`
}

async function pictureOf(recordId: string, photo: RecordPhoto): Promise<Picture> {
  const media = await readMedia(recordId, photo.sha256)
  if (!media) throw new Error('照片已不在手机上')
  return { bytes: media.bytes, media_type: photo.media_type, width: photo.width, height: photo.height }
}

function keep(recordId: string, name: string, picture: Picture): Media {
  return { record_id: recordId, name, media_type: picture.media_type, bytes: picture.bytes }
}

async function thumbOf(recordId: string, sha256: string, picture: Picture): Promise<Media> {
  return { record_id: recordId, name: thumbName(sha256), media_type: 'image/jpeg', bytes: await thumbnail(picture) }
}

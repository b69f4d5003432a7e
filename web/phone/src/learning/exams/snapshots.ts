import { sha256Hex } from '@shouwang/shared/evidence'
import { newId } from '@shouwang/shared/uuid'
import { database } from '../../device/database'
import { openCamera } from '../../inspect/camera'
import { fit, toBytes } from '../../inspect/picture'
import { api } from '../../session/session'
import { changeExam, type KeptExam, type RoomEvent } from './kept_exam'

const LONGEST_SIDE = 360
const QUALITY = 0.6
const EVERY_MS = { least: 150_000, most: 330_000 }

/** A small picture for a person's eyes; it is compared with nothing. Raises CameraError. */
export async function smallPicture(video?: HTMLVideoElement): Promise<ArrayBuffer> {
  const source = video ?? (await hiddenVideo())
  const { width, height } = fit(source.videoWidth, source.videoHeight, LONGEST_SIDE)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')!.drawImage(source, 0, 0, width, height)
  if (!video) source.srcObject = null
  return toBytes(canvas, 'image/jpeg', QUALITY)
}

/** The photo of the check-in, brought by the account; its hash. Raises as the api does. */
export async function deliverPhoto(owner: string, bytes: ArrayBuffer): Promise<string> {
  const sha256 = await sha256Hex(bytes)
  await api.request(`/my/exam-pictures/${sha256}`, { method: 'PUT', body: bytes, headers: { 'Content-Type': 'image/jpeg' }, as: owner })
  return sha256
}

/** At odd times while a question page is open; a camera that cannot be had is no reason to disturb anybody. */
export class Snapshots {
  private timer: ReturnType<typeof setTimeout> | null = null
  private stopped = false

  constructor(
    private readonly exam: KeptExam,
    private readonly serverTime: () => string,
  ) {}

  start(): void {
    this.timer = setTimeout(() => void this.take(), EVERY_MS.least + Math.random() * (EVERY_MS.most - EVERY_MS.least))
  }

  stop(): void {
    this.stopped = true
    if (this.timer) clearTimeout(this.timer)
  }

  private async take(): Promise<void> {
    try {
      if (document.visibilityState === 'visible') await this.keep(await smallPicture())
    } catch (error) {
      console.warn('no snapshot', error)
    }
    if (!this.stopped) this.start()
  }

  private async keep(bytes: ArrayBuffer): Promise<void> {
    const sha256 = await sha256Hex(bytes)
    await (await database()).put('media', { record_id: this.exam.id, name: sha256, media_type: 'image/jpeg', bytes })
    const event: RoomEvent = { id: newId(), kind: 'snapshot', seconds: null, recorded_at: this.serverTime(), note: '', sha256 }
    await changeExam(this.exam.id, ({ events }) => ({ events: [...events, event] }))
  }
}

async function hiddenVideo(): Promise<HTMLVideoElement> {
  const video = document.createElement('video')
  Object.assign(video, { muted: true, playsInline: true, srcObject: await openCamera('user') })
  await video.play()
  return video
}

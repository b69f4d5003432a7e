import type { Api } from './api'
import { ProblemError, Unreachable } from './problems'

/** One file on its way; `offset` is the server's, as last heard. */
export interface Upload {
  sha256: string
  bytes: number
  media_type: string
  location: string | null
  offset: number
  done: boolean
  problem: { code: string; title: string; detail: string } | null
}

export interface UploadContext {
  api: Api
  /** The account that owns the file; nothing is sent as another. */
  owner: string
  recordId: string
  onProgress(upload: Upload): Promise<void>
}

const SMALLEST_CHUNK = 64 * 1024
const LARGEST_CHUNK = 256 * 1024
const CHUNK_TIMEOUT_MS = 60_000
const TUS = { 'Tus-Resumable': '1.0.0' }
const CHUNK_TYPE = 'application/offset+octet-stream'
const MOST_RESTARTS = 2

/** Send what the server lacks of one file. Raises Unreachable, ProblemError, SignInNeeded, WrongPerson; what arrived stays arrived. */
export async function sendFile(context: UploadContext, upload: Upload, bytes: ArrayBuffer): Promise<void> {
  const sender = new Sender(context, upload, bytes)
  await sender.run()
}

class Sender {
  private chunk = SMALLEST_CHUNK
  private restarts = 0

  constructor(
    private readonly context: UploadContext,
    private readonly upload: Upload,
    private readonly bytes: ArrayBuffer,
  ) {}

  async run(): Promise<void> {
    await (this.upload.location ? this.find() : this.create())
    while (this.upload.offset < this.bytes.byteLength) {
      try {
        await this.append()
      } catch (error) {
        await this.recover(error)
      }
    }
    this.upload.done = true
    this.upload.problem = null
    await this.context.onProgress(this.upload)
  }

  /** The first piece travels with the creation, which saves a round trip; after a lost reply the server tells its offset instead. */
  private async create(): Promise<void> {
    const fresh = this.upload.offset === 0
    const piece = fresh ? this.bytes.slice(0, this.chunk) : null
    const answer = await this.ask('/mobile/uploads', {
      method: 'POST',
      body: piece ?? undefined,
      headers: {
        ...(piece ? { 'Content-Type': CHUNK_TYPE } : {}),
        'Upload-Length': String(this.bytes.byteLength),
        'Upload-Metadata': metadata({ sha256: this.upload.sha256, filetype: this.upload.media_type, record_id: this.context.recordId }),
      },
    })
    const location = answer.headers.get('location')
    if (!location) throw new Unreachable('foreign_answer')
    this.upload.location = new URL(location, globalThis.location?.origin ?? 'http://localhost').pathname
    await this.arrived(answer.headers)
  }

  private async find(): Promise<void> {
    try {
      const answer = await this.ask(this.upload.location!, { method: 'HEAD' })
      await this.arrived(answer.headers)
    } catch (error) {
      if (!(error instanceof ProblemError) || ![404, 410].includes(error.status)) throw error
      this.upload.location = null
      this.upload.offset = 0
      await this.create()
    }
  }

  private async append(): Promise<void> {
    const from = this.upload.offset
    const began = performance.now()
    const answer = await this.ask(this.upload.location!, {
      method: 'PATCH',
      body: this.bytes.slice(from, from + this.chunk),
      headers: { 'Content-Type': CHUNK_TYPE, 'Upload-Offset': String(from) },
    })
    await this.arrived(answer.headers)
    if (this.upload.offset <= from) throw new Unreachable('foreign_answer')
    const seconds = (performance.now() - began) / 1000
    if (seconds < 1.5) this.chunk = Math.min(LARGEST_CHUNK, this.chunk * 2)
    else if (seconds > 6) this.chunk = Math.max(SMALLEST_CHUNK, this.chunk / 2)
  }

  /** A wrong offset is asked for again; bytes that came out wrong start over; the rest is for the caller. */
  private async recover(error: unknown): Promise<void> {
    if (!(error instanceof ProblemError) || ![404, 409, 410, 460].includes(error.status) || ++this.restarts > MOST_RESTARTS) throw error
    if (error.status === 460) {
      this.upload.location = null
      this.upload.offset = 0
      await this.create()
    } else {
      await this.find()
    }
  }

  private async arrived(headers: Headers): Promise<void> {
    const text = headers.get('upload-offset')
    const offset = Number(text)
    if (text === null || !Number.isInteger(offset) || offset < 0 || offset > this.bytes.byteLength) throw new Unreachable('foreign_answer')
    this.upload.offset = offset
    await this.context.onProgress(this.upload)
  }

  private ask(path: string, ask: { method: string; body?: ArrayBuffer; headers?: Record<string, string> }) {
    return this.context.api.request<unknown>(path, {
      ...ask, headers: { ...TUS, ...ask.headers }, as: this.context.owner, timeoutMs: CHUNK_TIMEOUT_MS,
    })
  }
}

function metadata(fields: Record<string, string>): string {
  return Object.entries(fields).map(([name, value]) => `${name} ${btoa(value)}`).join(',')
}

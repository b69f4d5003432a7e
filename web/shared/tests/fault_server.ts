import { sha256Hex } from '../evidence'
import type { Receipt } from '../contract'

export type Fault = (request: FaultRequest, answer: () => Promise<Response>) => Promise<Response> | null

export interface FaultRequest {
  method: string
  path: string
  headers: Headers
  body: string | ArrayBuffer | null
  nth: number
}

interface Place {
  sha256: string
  length: number
  bytes: Uint8Array<ArrayBuffer>
  offset: number
}

const ME = {
  account_id: 'a1', person_id: 'p1', name: '林', login: 'l', roles: [], permissions: [], agency: null, unit: null, certificate_no: null,
}

/** The push and upload half of the contract, in memory, with a place to make it misbehave after it has stored something. */
export class FaultServer {
  readonly records = new Map<string, { body: string; hash: string; missing: Set<string> }>()
  readonly files = new Map<string, Uint8Array>()
  readonly log: string[] = []
  /** Times that bytes of a file came in, by hash: more than its length means something was sent twice. */
  readonly received = new Map<string, number>()
  private readonly places = new Map<string, Place>()
  private requests = 0
  fault: Fault | null = null
  account = ME
  refreshable = true

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const request: FaultRequest = {
      method: init.method ?? 'GET', path: new URL(String(input), 'http://localhost').pathname, headers: new Headers(init.headers),
      body: (init.body as string | ArrayBuffer | undefined) ?? null, nth: ++this.requests,
    }
    this.log.push(`${request.method} ${request.path}`)
    const answer = () => this.answer(request)
    return (await this.fault?.(request, answer)) ?? answer()
  }

  private async answer(request: FaultRequest): Promise<Response> {
    const { method, path } = request
    if (path.endsWith('/auth/refresh')) return this.refresh()
    if (!request.headers.get('authorization')) return problem(401, 'unauthenticated')
    if (method === 'POST' && path.endsWith('/mobile/records')) return this.push(request.body as string)
    if (method === 'GET' && path.includes('/mobile/records/')) return this.receipt(path.split('/').pop()!, 200)
    if (path.includes('/mobile/uploads')) return this.upload(request)
    return problem(404, 'not_found')
  }

  private refresh(): Response {
    if (!this.refreshable) return problem(401, 'unauthenticated')
    return json(200, { access_token: `token-${this.account.account_id}`, expires_in_seconds: 900, refresh_token: null, me: this.account })
  }

  private async push(body: string): Promise<Response> {
    const { record } = JSON.parse(body) as { record: { id: string; files: string[] } }
    const known = this.records.get(record.id)
    if (known) return known.body === body ? this.receipt(record.id, 200) : problem(409, 'record_conflict')
    const text = body.slice('{"record":'.length, body.lastIndexOf(',"signature"'))
    const missing = new Set(record.files.filter((name) => !this.files.has(name)))
    this.records.set(record.id, { body, hash: await sha256Hex(new TextEncoder().encode(text)), missing })
    return this.receipt(record.id, 201)
  }

  private receipt(id: string, status: number): Response {
    const record = this.records.get(id)
    if (!record) return problem(404, 'not_found')
    const receipt: Receipt = {
      id, record_hash: record.hash, state: record.missing.size ? 'awaiting_media' : 'complete', missing: [...record.missing],
      flags: [], hazards: [], received_at: '2026-11-22T06:00:00Z',
    }
    return json(status, receipt)
  }

  private async upload(request: FaultRequest): Promise<Response> {
    if (request.method === 'POST') return this.createUpload(request)
    const place = this.places.get(request.path.split('/').pop()!)
    if (!place) return problem(404, 'not_found')
    if (request.method === 'HEAD') return offsets(200, place)
    if (Number(request.headers.get('upload-offset')) !== place.offset) return problem(409, 'offset_mismatch')
    return this.append(place, new Uint8Array(request.body as ArrayBuffer), 204)
  }

  private async createUpload(request: FaultRequest): Promise<Response> {
    const fields = Object.fromEntries(request.headers.get('upload-metadata')!.split(',').map((pair) => pair.split(' ') as [string, string]))
    const sha256 = atob(fields.sha256!)
    const length = Number(request.headers.get('upload-length'))
    const place = this.places.get(sha256) ?? { sha256, length, bytes: new Uint8Array(length), offset: 0 }
    this.places.set(sha256, place)
    if (place.offset > 0 || !request.body) return offsets(201, place)
    return this.append(place, new Uint8Array(request.body as ArrayBuffer), 201)
  }

  private async append(place: Place, piece: Uint8Array, status: number): Promise<Response> {
    place.bytes.set(piece, place.offset)
    place.offset += piece.length
    this.received.set(place.sha256, (this.received.get(place.sha256) ?? 0) + piece.length)
    if (place.offset === place.length) {
      if ((await sha256Hex(place.bytes)) !== place.sha256) {
        place.offset = 0
        return problem(460, 'checksum_mismatch')
      }
      this.files.set(place.sha256, place.bytes)
      for (const record of this.records.values()) record.missing.delete(place.sha256)
    }
    return offsets(status, place)
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })
}

export function problem(status: number, code: string, extra: Record<string, unknown> = {}, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title: code, status, detail: '', code, errors: [], ...extra }), {
    status, headers: { 'Content-Type': 'application/problem+json', ...headers },
  })
}

export function portal(): Response {
  return new Response('<html>请登录网络</html>', { status: 200, headers: { 'Content-Type': 'text/html' } })
}

function offsets(status: number, place: Place): Response {
  return new Response(null, {
    status, headers: { 'Upload-Offset': String(place.offset), 'Upload-Length': String(place.length), Location: `/api/v1/mobile/uploads/${place.sha256}` },
  })
}

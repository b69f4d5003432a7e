import { Problem, problemFromResponse } from './problems'
import type { SignedIn } from './types'

/** The access token lives only in this module's memory; the refresh token only in an HttpOnly cookie. */
let accessToken: string | null = null
let refreshing: Promise<SignedIn | null> | null = null
let onSignedOut: () => void = () => {}
let onRefreshed: (signedIn: SignedIn) => void = () => {}

export type Query = Record<string, string | number | boolean | null | undefined>

export interface RequestOptions {
  query?: Query
  body?: unknown
  form?: FormData
  /** A file as it is, under its own type. */
  file?: Blob
  ifMatch?: string | null
  signal?: AbortSignal
  /** Asks for server-sent events instead of JSON, going on behind this mark; empty for the beginning. */
  eventsAfter?: string
}

export interface Reply<T> {
  data: T
  etag: string | null
  status: number
}

export function setAccessToken(token: string | null): void {
  accessToken = token
}

export function listenToSession(listeners: { signedOut: () => void; refreshed: (signedIn: SignedIn) => void }): void {
  onSignedOut = listeners.signedOut
  onRefreshed = listeners.refreshed
}

export function pathWithQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '')
  if (given.length === 0) return path
  return `${path}?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`
}

/** Call `/api/v1` + path and read JSON. Raises Problem. */
export async function call<T>(method: string, path: string, options: RequestOptions = {}): Promise<Reply<T>> {
  const response = await send(method, path, options)
  const data = response.status === 204 ? undefined : await response.json()
  return { data: data as T, etag: response.headers.get('ETag'), status: response.status }
}

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return (await call<T>('GET', path, { query, signal })).data
}

export async function post<T>(path: string, body?: unknown): Promise<T> {
  return (await call<T>('POST', path, { body })).data
}

/** Bytes that need the Authorization header (photos, PDFs, workbooks). */
export async function getBlob(path: string, query?: Query, signal?: AbortSignal): Promise<Blob> {
  return (await send('GET', path, { query, signal })).blob()
}

/** Bytes made from what is sent: the preview of a draft. */
export async function postForBlob(path: string, body: unknown): Promise<Blob> {
  return (await send('POST', path, { body })).blob()
}

/** The pieces of a stream of server-sent events, as they come. Raises Problem. */
export async function* streamText(path: string, eventsAfter: string, signal: AbortSignal): AsyncGenerator<string> {
  const response = await send('GET', path, { eventsAfter, signal })
  if (response.body === null) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    void reader.cancel().catch(() => {})
  }
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const first = await fetchOnce(method, path, options)
  if (first.status !== 401) return accepted(first)
  const renewed = await refreshSession()
  if (renewed === null) {
    onSignedOut()
    return accepted(first)
  }
  return accepted(await fetchOnce(method, path, options))
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response
  throw await problemFromResponse(response)
}

function fetchOnce(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (accessToken !== null) headers.Authorization = `Bearer ${accessToken}`
  if (options.ifMatch) headers['If-Match'] = options.ifMatch
  if (options.eventsAfter !== undefined) headers.Accept = 'text/event-stream'
  if (options.eventsAfter) headers['Last-Event-ID'] = options.eventsAfter
  let body: BodyInit | undefined = options.form
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    body = JSON.stringify(options.body)
  } else if (options.file !== undefined) {
    headers['Content-Type'] = options.file.type
    body = options.file
  }
  return fetch(apiAddress(path, options.query), { method, headers, body, signal: options.signal, credentials: 'same-origin' })
}

/** Addresses given by the server are already whole; ours are short. */
function apiAddress(path: string, query?: Query): string {
  const whole = path.startsWith('/api/') ? path : `/api/v1${path}`
  return pathWithQuery(whole, query)
}

/**
 * Swap the refresh cookie for a new access token; null when there is no session any more.
 * One tab at a time, the phone app'''s included (it shares the cookie): two refreshes in parallel would look like a stolen token.
 */
export function refreshSession(): Promise<SignedIn | null> {
  refreshing ??= withRefreshLock(async () => {
    const response = await fetch('/api/v1/auth/refresh', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ refresh_in: 'cookie' }),
      credentials: 'same-origin',
    })
    if (response.status === 401 || response.status === 403 || response.status === 422) {
      accessToken = null
      return null
    }
    if (!response.ok) throw await problemFromResponse(response)
    const signedIn = (await response.json()) as SignedIn
    accessToken = signedIn.access_token
    onRefreshed(signedIn)
    return signedIn
  }).finally(() => {
    refreshing = null
  })
  return refreshing
}

function withRefreshLock<T>(work: () => Promise<T>): Promise<T> {
  const locks: LockManager | null | undefined = navigator.locks // none on an insecure address
  return locks ? (locks.request('shouwang-refresh', work) as Promise<T>) : work()
}

/** Sign in or out: never retried with a refresh. Raises Problem. */
export async function callWithoutRetry<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await accepted(await fetchOnce(method, path, { body }))
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

export { Problem }

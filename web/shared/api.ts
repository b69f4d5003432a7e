import type { Me, SignedIn } from './contract'
import { isProblem, ProblemError, SignInNeeded, Unreachable, WrongPerson } from './problems'

export interface ApiOptions {
  fetch?: typeof globalThis.fetch
  /** Sent as X-Shouwang-App with every request, e.g. "phone/0.2.0". */
  app?: string
  base?: string
  onSignedIn?: (me: Me) => void
  onSignedOut?: (reason: 'refused' | 'asked') => void
}

export interface Ask {
  method?: string
  query?: Record<string, string | number | boolean | null | undefined>
  json?: unknown
  body?: BodyInit
  headers?: Record<string, string>
  timeoutMs?: number
  /** Only send when this account is the one signed in. */
  as?: string
  /** Send without a token. */
  open?: boolean
}

export interface Answer<T> {
  status: number
  headers: Headers
  data: T
  etag: string | null
}

const NO_TOKEN_CODES = new Set(['token_expired', 'unauthenticated'])

/** The one way to the server: token in memory, refreshed by the HttpOnly cookie, problems as exceptions. */
export class Api {
  private token: string | null = null
  private tokenExpiresAt = 0
  private refreshing: Promise<Me> | null = null
  private readonly fetcher: typeof globalThis.fetch
  private readonly base: string
  me: Me | null = null

  constructor(private readonly options: ApiOptions = {}) {
    this.fetcher = options.fetch ?? ((request, init) => globalThis.fetch(request, init))
    this.base = options.base ?? '/api/v1'
  }

  get hasToken(): boolean {
    return this.token !== null
  }

  async signIn(login: string, password: string): Promise<Me> {
    const answer = await this.send<SignedIn>('/auth/sign-in', { method: 'POST', json: { login, password, refresh_in: 'cookie' }, open: true })
    return this.accept(answer.data)
  }

  /** One refresh at a time: a second parallel one would look like the reuse of a stolen token. */
  refresh(): Promise<Me> {
    this.refreshing ??= this.refreshOnce().finally(() => {
      this.refreshing = null
    })
    return this.refreshing
  }

  /** Works without a network too; the caller then has to ask again later to revoke the cookie. */
  async signOut(): Promise<void> {
    try {
      await this.send('/auth/sign-out', { method: 'POST' })
    } finally {
      this.forget('asked')
    }
  }

  forget(reason: 'refused' | 'asked'): void {
    this.token = null
    this.me = null
    this.options.onSignedOut?.(reason)
  }

  async get<T>(path: string, query?: Ask['query'], ask: Ask = {}): Promise<T> {
    return (await this.request<T>(path, { ...ask, query })).data
  }

  /** A file's bytes. Raises as `request` does. */
  async bytes(path: string, query?: Ask['query'], ask: Ask = {}): Promise<{ bytes: ArrayBuffer; media_type: string }> {
    if (!this.token || Date.now() > this.tokenExpiresAt) await this.refresh()
    this.checkPerson(ask)
    const response = await this.reach(this.address(path, query), this.init(ask), ask.timeoutMs ?? 60_000)
    const mediaType = response.headers.get('content-type') ?? ''
    if (!response.ok) {
      const problem = /\bjson\b/.test(mediaType) ? parse(await readText(response)) : null
      if (!isProblem(problem)) throw new Unreachable('foreign_answer')
      throw new ProblemError({ ...problem, errors: problem.errors ?? [] }, retryAfter(response))
    }
    return { bytes: await response.arrayBuffer(), media_type: mediaType }
  }

  async post<T>(path: string, json?: unknown, ask: Ask = {}): Promise<T> {
    return (await this.request<T>(path, { ...ask, method: 'POST', json })).data
  }

  /** Raises ProblemError, Unreachable, SignInNeeded, WrongPerson. */
  async request<T>(path: string, ask: Ask = {}): Promise<Answer<T>> {
    if (ask.open) return this.send<T>(path, ask)
    if (!this.token || Date.now() > this.tokenExpiresAt) await this.refresh()
    this.checkPerson(ask)
    try {
      return await this.send<T>(path, ask)
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401 || !NO_TOKEN_CODES.has(error.code)) throw error
      await this.refresh()
      this.checkPerson(ask)
      return this.send<T>(path, ask)
    }
  }

  private checkPerson(ask: Ask): void {
    if (ask.as !== undefined && this.me?.account_id !== ask.as) throw new WrongPerson()
  }

  private async refreshOnce(): Promise<Me> {
    try {
      const run = () => this.send<SignedIn>('/auth/refresh', { method: 'POST', json: { refresh_in: 'cookie' }, open: true })
      // Several tabs share one cookie; in turn, or the second would spend a token already spent.
      const answer = globalThis.navigator?.locks ? await navigator.locks.request('shouwang-refresh', run) : await run()
      return this.accept(answer.data)
    } catch (error) {
      if (error instanceof ProblemError && (error.status === 401 || error.status === 403)) {
        this.forget('refused')
        throw new SignInNeeded()
      }
      throw error
    }
  }

  private accept(signedIn: SignedIn): Me {
    this.token = signedIn.access_token
    this.tokenExpiresAt = Date.now() + Math.max(5, signedIn.expires_in_seconds - 30) * 1000
    this.me = signedIn.me
    this.options.onSignedIn?.(signedIn.me)
    return signedIn.me
  }

  private async send<T>(path: string, ask: Ask): Promise<Answer<T>> {
    const response = await this.reach(this.address(path, ask.query), this.init(ask), ask.timeoutMs ?? 30_000)
    const text = await readText(response)
    const isJson = response.status !== 204 && /\bjson\b/.test(response.headers.get('content-type') ?? '')
    const data = isJson ? parse(text) : undefined
    if (response.ok) {
      if (!isJson && text.length > 0) throw new Unreachable('foreign_answer')
      return { status: response.status, headers: response.headers, data: data as T, etag: response.headers.get('etag') }
    }
    if (!isProblem(data)) throw new Unreachable('foreign_answer')
    throw new ProblemError({ ...data, errors: data.errors ?? [] }, retryAfter(response))
  }

  private async reach(address: string, init: RequestInit, timeoutMs: number): Promise<Response> {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), timeoutMs)
    try {
      return await this.fetcher(address, { ...init, signal: stop.signal })
    } catch {
      throw new Unreachable(stop.signal.aborted ? 'timeout' : 'network')
    } finally {
      clearTimeout(timer)
    }
  }

  private init(ask: Ask): RequestInit {
    const headers: Record<string, string> = { Accept: 'application/json', ...ask.headers }
    if (this.options.app) headers['X-Shouwang-App'] = this.options.app
    if (this.token && !ask.open) headers.Authorization = `Bearer ${this.token}`
    if (ask.json !== undefined) headers['Content-Type'] ??= 'application/json'
    return {
      method: ask.method ?? 'GET',
      headers,
      body: ask.json !== undefined ? JSON.stringify(ask.json) : ask.body,
      credentials: 'same-origin',
      // A portal's redirect must fail, not lead to its page.
      redirect: 'error',
      cache: 'no-store',
    }
  }

  private address(path: string, query: Ask['query']): string {
    const parameters = new URLSearchParams()
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value))
    }
    const text = parameters.toString()
    const place = path.startsWith('/api/') ? path : this.base + path
    return text ? `${place}?${text}` : place
  }
}

async function readText(response: Response): Promise<string> {
  try {
    return await response.text()
  } catch {
    throw new Unreachable('network')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreachable('foreign_answer')
  }
}

function retryAfter(response: Response): number | null {
  const value = Number(response.headers.get('retry-after'))
  return Number.isFinite(value) && value > 0 ? value : null
}

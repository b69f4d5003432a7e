import { beforeEach, describe, expect, it, vi } from 'vitest'
import { call, get, listenToSession, pathWithQuery, setAccessToken } from '@/api/client'
import { Problem } from '@/api/problems'

type Answer = { status: number; body?: unknown; headers?: Record<string, string> }
const sent: { path: string; headers: Record<string, string>; method: string }[] = []

function serve(...answers: Answer[]): void {
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    sent.push({ path, headers: init.headers as Record<string, string>, method: init.method! })
    const answer = answers.shift()
    if (answer === undefined) throw new Error(`nothing left to answer ${path}`)
    const headers = { 'Content-Type': 'application/json', ...answer.headers }
    return Promise.resolve(new Response(answer.status === 204 ? null : JSON.stringify(answer.body ?? {}), { status: answer.status, headers }))
  })
}

const session = { access_token: 'new', expires_in_seconds: 900, refresh_token: null, me: { name: '陈明理' } }
const signedOut = vi.fn()

beforeEach(() => {
  sent.length = 0
  signedOut.mockClear()
  setAccessToken('old')
  listenToSession({ signedOut, refreshed: () => undefined })
})

describe('calling the server', () => {
  it('sends the token, the version and reads the ETag', async () => {
    serve({ status: 200, body: { id: 'u' }, headers: { ETag: '"3"' } })
    const reply = await call<{ id: string }>('PUT', '/units/u', { body: {}, ifMatch: '"2"' })
    expect(reply).toMatchObject({ data: { id: 'u' }, etag: '"3"' })
    expect(sent[0]).toMatchObject({ path: '/api/v1/units/u', method: 'PUT', headers: { Authorization: 'Bearer old', 'If-Match': '"2"' } })
  })

  it('refreshes a token that ran out and asks once more', async () => {
    serve({ status: 401, body: { code: 'token_expired', title: '' } }, { status: 200, body: session }, { status: 200, body: { ok: true } })
    expect(await get('/units')).toEqual({ ok: true })
    expect(sent.map(({ path }) => path)).toEqual(['/api/v1/units', '/api/v1/auth/refresh', '/api/v1/units'])
    expect(sent[2]!.headers.Authorization).toBe('Bearer new')
  })

  it('refreshes once for several calls at the same time', async () => {
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      sent.push({ path, headers: init.headers as Record<string, string>, method: init.method! })
      const isFresh = (init.headers as Record<string, string>).Authorization === 'Bearer new'
      const body = path.endsWith('/auth/refresh') ? session : {}
      return Promise.resolve(new Response(JSON.stringify(body), { status: isFresh || body === session ? 200 : 401, headers: { 'Content-Type': 'application/json' } }))
    })
    await Promise.all([get('/units'), get('/tasks'), get('/hazards')])
    expect(sent.filter(({ path }) => path.endsWith('/auth/refresh'))).toHaveLength(1)
  })

  it('ends the session when the cookie no longer helps', async () => {
    serve({ status: 401, body: { code: 'unauthenticated', title: '请先登录' } }, { status: 401, body: { code: 'refresh_reused', title: '' } })
    await expect(get('/units')).rejects.toMatchObject({ status: 401, title: '请先登录' })
    expect(signedOut).toHaveBeenCalledOnce()
  })

  it('does not end the session because the server is away', async () => {
    serve({ status: 401, body: { code: 'token_expired', title: '' } }, { status: 503, body: { code: 'unavailable', title: '服务暂不可用' } })
    await expect(get('/units')).rejects.toBeInstanceOf(Problem)
    expect(signedOut).not.toHaveBeenCalled()
  })
})

describe('query strings', () => {
  it('leave out what is not given and keep zero and false', () => {
    expect(pathWithQuery('/units', { q: '一 中', kind: '', after: null, key_level: 0, mine: false, sort: undefined })).toBe('/units?q=%E4%B8%80+%E4%B8%AD&key_level=0&mine=false')
    expect(pathWithQuery('/units', {})).toBe('/units')
  })
})

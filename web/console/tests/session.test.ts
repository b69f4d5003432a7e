import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Me } from '@/api/types'

const me = { name: '陈明理', login: '13800000003', permissions: ['unit.view'], roles: ['officer'] } as unknown as Me
const signedIn = { access_token: 'token', expires_in_seconds: 900, refresh_token: null, me }

let answers: { path: string; status: number; body: unknown }[] = []

/** A fresh module each time: a session lives as long as its page. */
async function open() {
  vi.resetModules()
  return { ...(await import('@/api/session')), client: await import('@/api/client') }
}

beforeEach(() => {
  vi.stubGlobal('fetch', (path: string) => {
    const answer = answers.find((one) => path.endsWith(one.path))
    if (answer === undefined) return Promise.reject(new TypeError('Failed to fetch'))
    return Promise.resolve(new Response(answer.status === 204 ? null : JSON.stringify(answer.body), { status: answer.status }))
  })
})

describe('a session', () => {
  it('is taken up from the cookie at start', async () => {
    answers = [{ path: '/auth/refresh', status: 200, body: signedIn }]
    const { resumeSession, session, can } = await open()
    await resumeSession()
    expect(session).toMatchObject({ me: { name: '陈明理' }, known: true, lock: null })
    expect([can('unit.view'), can('order.sign')]).toEqual([true, false])
  })

  it('is known to be absent when the cookie is', async () => {
    answers = [{ path: '/auth/refresh', status: 401, body: {} }]
    const { resumeSession, session } = await open()
    await resumeSession()
    expect(session).toMatchObject({ me: null, known: true, lock: null })
  })

  it('locks the page when the server ends it, and keeps the person', async () => {
    answers = [{ path: '/auth/sign-in', status: 200, body: signedIn }, { path: '/units', status: 401, body: {} }, { path: '/auth/refresh', status: 401, body: {} }]
    const { signIn, session, client } = await open()
    await signIn('13800000003', 'secret')
    await expect(client.get('/units')).rejects.toMatchObject({ status: 401 })
    expect(session).toMatchObject({ me: { login: '13800000003' }, lock: 'ended' })
    await signIn('13800000003', 'secret')
    expect(session.lock).toBeNull()
  })

  it('locks an idle page even when the server cannot be told', async () => {
    answers = [{ path: '/auth/sign-in', status: 200, body: signedIn }]
    const { signIn, lockForIdleness, session } = await open()
    await signIn('13800000003', 'secret')
    await lockForIdleness()
    expect(session.lock).toBe('idle')
  })
})

import type { Pull } from '@shouwang/shared/contract'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { database, readMeta } from '../src/device/database'
import { api, session } from '../src/session/session'
import { pullChanges } from '../src/sync/pull'
import { freshDatabase, me, template, unit } from './setup'

const asked: (string | null)[] = []

function page(changes: Partial<Pull>): Pull {
  return {
    cursor: 'c1', more: false, scope: 'all_units', tasks: [], units: [], template_versions: [], people: [], bases: [], gone: { units: [], tasks: [] },
    clock: { token: 'tok', server_now: '2026-11-22T06:00:00Z' }, minimum_app_version: '1.0.0', ...changes,
  }
}

function answerWith(...answers: (Pull | number)[]): void {
  asked.length = 0
  vi.stubGlobal('fetch', async (input: string) => {
    if (input.endsWith('/refresh')) return json(200, { access_token: 't', expires_in_seconds: 900, refresh_token: null, me })
    asked.push(new URL(input, 'http://localhost').searchParams.get('cursor'))
    const answer = answers.shift()!
    if (typeof answer === 'number') return json(answer, { type: '', title: '游标无效', status: answer, detail: '', code: 'invalid', errors: [] })
    return json(200, answer)
  })
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
}

beforeEach(async () => {
  await freshDatabase()
  api.forget('asked')
  Object.assign(session, { me, state: 'signed_in' })
})

describe('the pull', () => {
  it('goes on page by page and keeps the last cursor', async () => {
    answerWith(page({ cursor: 'c1', more: true, units: [unit] }), page({ cursor: 'c2', template_versions: [template] }))
    await pullChanges()
    expect(asked).toEqual([null, 'c1'])
    expect(await readMeta('cursor')).toBe('c2')
    const db = await database()
    expect([await db.count('units'), await db.count('templates')]).toEqual([1, 1])
  })

  it('takes away what went out of reach and leaves the rest', async () => {
    answerWith(page({ units: [unit, { ...unit, id: 'u2' }] }), page({ cursor: 'c2', gone: { units: ['u1'], tasks: ['never seen'] } }))
    await pullChanges()
    await pullChanges()
    expect(await (await database()).getAllKeys('units')).toEqual(['u2'])
  })

  it('keeps the rows of the pages before a cut, and begins there again', async () => {
    answerWith(page({ cursor: 'c1', more: true, units: [unit] }), 500)
    await expect(pullChanges()).rejects.toThrow()
    expect(await readMeta('cursor')).toBe('c1')
    answerWith(page({ cursor: 'c2' }))
    await pullChanges()
    expect(asked).toEqual(['c1'])
  })

  it('begins anew when the server no longer knows the cursor', async () => {
    answerWith(page({ cursor: 'old' }))
    await pullChanges()
    answerWith(422, page({ cursor: 'fresh' }))
    await pullChanges()
    expect(asked).toEqual(['old', null])
    expect(await readMeta('cursor')).toBe('fresh')
  })

  it('keeps the server\'s time token for the next draft', async () => {
    answerWith(page({}))
    await pullChanges()
    expect(await readMeta('clock')).toMatchObject({ token: 'tok', page: performance.timeOrigin })
  })
})

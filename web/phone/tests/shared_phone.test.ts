import { beforeEach, describe, expect, it, vi } from 'vitest'
import { database, writeMeta } from '../src/device/database'
import { freeze } from '../src/inspect/freeze'
import { deviceKeyOf } from '../src/device/device_key'
import { api, confirmSession, session, signIn, signOut, startSession } from '../src/session/session'
import { sendingStore } from '../src/sync/sending_store'
import { count, sync } from '../src/sync/sync'
import { freshDatabase, me, newDraft, template, unit } from './setup'

const other = { ...me, account_id: 'a2', person_id: 'p2', name: '周安平', login: 'zhou' }

function answerAs(person: typeof me): void {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ access_token: 't', expires_in_seconds: 900, refresh_token: null, me: person }), {
    headers: { 'Content-Type': 'application/json' },
  }))
}

beforeEach(async () => {
  await freshDatabase()
  Object.assign(session, { me: null, state: 'starting', reachable: null })
  api.forget('asked')
})

describe('one phone, two people', () => {
  it('keeps the first one\'s record unsent and unseen when the second signs in', async () => {
    answerAs(me)
    await signIn('lin', 'x')
    await freeze(await newDraft(), template.definition, await deviceKeyOf('a1'), me.name)
    await signOut()
    answerAs(other)
    await signIn('zhou', 'x')
    await count()
    expect(await sendingStore.due('a2')).toEqual([])
    expect(sync).toMatchObject({ unsent: 0, others: [{ name: '林守义', count: 1 }] })
  })

  it('finds the record waiting when the first one comes back', async () => {
    answerAs(me)
    await signIn('lin', 'x')
    await freeze(await newDraft(), template.definition, await deviceKeyOf('a1'), me.name)
    await signOut()
    await signIn('lin', 'x')
    expect(await sendingStore.due('a1')).toHaveLength(1)
  })

  it('gives each person an own key', async () => {
    const [mine, again, theirs] = [await deviceKeyOf('a1'), await deviceKeyOf('a1'), await deviceKeyOf('a2')]
    expect(again.device_id).toBe(mine.device_id)
    expect(theirs.device_id).not.toBe(mine.device_id)
  })

  it('clears the first one\'s units and cursor, not the drafts', async () => {
    answerAs(me)
    await signIn('lin', 'x')
    const db = await database()
    await db.put('units', unit)
    await writeMeta('cursor', 'c')
    await newDraft()
    answerAs(other)
    await signIn('zhou', 'x')
    expect(await db.count('units')).toBe(0)
    expect(await db.get('meta', 'cursor')).toBeUndefined()
    expect(await db.count('drafts')).toBe(1)
  })
})

describe('starting without a network', () => {
  it('remembers the person, works, and asks for nothing', async () => {
    answerAs(me)
    await signIn('lin', 'x')
    Object.assign(session, { me: null, state: 'starting' })
    api.forget('asked')
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
    await startSession()
    expect(session).toMatchObject({ state: 'remembered', me: { name: '林守义' } })
    expect(await confirmSession()).toBe(false)
    expect(session.state).toBe('remembered')
  })

  it('leaves the phone signed out even when the server could not be told', async () => {
    answerAs(me)
    await signIn('lin', 'x')
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
    await signOut()
    await startSession()
    expect(session).toMatchObject({ state: 'signed_out', me: null })
    expect(await (await database()).get('meta', 'sign_out_owed')).toBe(true)
  })
})

import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Api } from '../api'
import { backOffSeconds, Queue } from '../queue'
import { FaultServer, json, portal, problem, type FaultRequest } from './fault_server'
import { MemoryQueue } from './memory_queue'

const KB = 1024
let server: FaultServer
let store: MemoryQueue
let queue: Queue

beforeEach(() => {
  server = new FaultServer()
  store = new MemoryQueue()
  queue = new Queue(new Api({ app: 'phone/1.0.0', fetch: server.fetch }), store)
})

const row = (id: string) => store.rows.get(id)!
const isPush = (request: FaultRequest) => request.method === 'POST' && request.path.endsWith('/mobile/records')
const lost = () => Promise.reject(new TypeError('network'))

/** Do something wrong on the nth request that fits, and only then. */
function onceOn(fits: (request: FaultRequest) => boolean, act: (answer: () => Promise<Response>) => Promise<Response>, nth = 1): void {
  let seen = 0
  server.fault = (request, answer) => (fits(request) && ++seen === nth ? act(answer) : null)
}

describe('the queue', () => {
  it('sends a record and its photos, each byte once', async () => {
    const names = await store.add('r1', [300 * KB, 10, 600 * KB])
    expect(await queue.drain('a1')).toEqual({ stopped: 'empty', retryAfterSeconds: null })
    expect(row('r1').state).toBe('complete')
    expect(names.map((name) => server.received.get(name))).toEqual([300 * KB, 10, 600 * KB])
  })

  it('sends nothing again once everything arrived', async () => {
    await store.add('r1', [10])
    await queue.drain('a1')
    const before = server.log.length
    await queue.drain('a1')
    expect(server.log.length).toBe(before)
  })

  it('keeps the record when the reply to its push is lost, and the server has it once', async () => {
    await store.add('r1', [10])
    onceOn(isPush, async (answer) => {
      await answer()
      return lost()
    })
    expect((await queue.drain('a1')).stopped).toBe('unreachable')
    expect(row('r1').state).toBe('waiting')
    expect((await queue.drain('a1')).stopped).toBe('empty')
    expect(row('r1').state).toBe('complete')
    expect(server.records.size).toBe(1)
  })

  it('goes on where the server stands after a chunk\'s reply was lost', async () => {
    const [name] = await store.add('r1', [500 * KB])
    onceOn((request) => request.method === 'PATCH', async (answer) => {
      await answer()
      return lost()
    })
    await queue.drain('a1')
    await queue.drain('a1')
    expect(row('r1').state).toBe('complete')
    expect(server.received.get(name!)).toBe(500 * KB)
  })

  it('sends one chunk again when it was cut before it arrived', async () => {
    const [name] = await store.add('r1', [200 * KB])
    onceOn((request) => request.method === 'PATCH', lost)
    await queue.drain('a1')
    expect(row('r1').uploads[0]).toMatchObject({ offset: 64 * KB, done: false })
    await queue.drain('a1')
    expect(server.received.get(name!)).toBe(200 * KB)
  })

  it('asks for the offset when the creation\'s reply was lost, and sends its piece once', async () => {
    const [name] = await store.add('r1', [10 * KB])
    onceOn((request) => request.method === 'POST' && request.path.endsWith('/uploads'), async (answer) => {
      await answer()
      return lost()
    })
    await queue.drain('a1')
    await queue.drain('a1')
    expect(row('r1').state).toBe('complete')
    expect(server.received.get(name!)).toBe(10 * KB)
  })

  it('starts a photo over when the server says its bytes came out wrong', async () => {
    await store.add('r1', [100 * KB])
    onceOn((request) => request.method === 'PATCH', async () => problem(460, 'checksum_mismatch'))
    expect((await queue.drain('a1')).stopped).toBe('empty')
    expect(row('r1').state).toBe('complete')
  })

  it.each([
    ['the push', isPush],
    ['the upload', (request: FaultRequest) => request.path.includes('/uploads')],
    ['the refresh', (request: FaultRequest) => request.path.endsWith('/refresh')],
    ['the receipt', (request: FaultRequest) => request.method === 'GET'],
  ])('does not take a captive portal\'s page for an answer to %s', async (_name, fits) => {
    await store.add('r1', [10])
    server.fault = (request) => (fits(request) ? Promise.resolve(portal()) : null)
    expect((await queue.drain('a1')).stopped).toBe('unreachable')
    expect(row('r1').state).not.toBe('complete')
    server.fault = null
    await queue.drain('a1')
    expect(row('r1').state).toBe('complete')
  })

  it('does not take a well-formed receipt of other content for its own', async () => {
    await store.add('r1')
    server.fault = (request) => (isPush(request)
      ? Promise.resolve(json(200, { id: 'r1', record_hash: 'f'.repeat(64), state: 'complete', missing: [], flags: [], hazards: [], received_at: '' })) : null)
    expect((await queue.drain('a1')).stopped).toBe('unreachable')
    expect(row('r1').receipt).toBeNull()
  })

  it('holds a record that conflicts and sends the others', async () => {
    await store.add('r1')
    await store.add('r2', [10])
    server.records.set('r1', { body: 'other', hash: '', missing: new Set() })
    expect((await queue.drain('a1')).stopped).toBe('empty')
    expect(row('r1')).toMatchObject({ state: 'held', problem: { code: 'record_conflict' } })
    expect(row('r2').state).toBe('complete')
  })

  it('holds a record that was refused as malformed, with the field named', async () => {
    await store.add('r1')
    server.fault = (request) => (isPush(request)
      ? Promise.resolve(problem(422, 'invalid', { errors: [{ field: 'record.place', message: '不能为空', code: 'required' }] })) : null)
    await queue.drain('a1')
    expect(row('r1')).toMatchObject({ state: 'held', problem: { code: 'invalid', detail: 'record.place：不能为空' } })
  })

  it('stops for an update when the app is too old, and drops nothing', async () => {
    await store.add('r1')
    await store.add('r2')
    server.fault = (request) => (isPush(request) ? Promise.resolve(problem(426, 'app_too_old', { minimum: '9.0.0' })) : null)
    expect((await queue.drain('a1')).stopped).toBe('too_old')
    expect([row('r1').state, row('r2').state]).toEqual(['waiting', 'waiting'])
    expect(server.log.filter((line) => line.endsWith('/mobile/records'))).toHaveLength(1)
  })

  it('waits as long as the server asks', async () => {
    await store.add('r1')
    server.fault = (request) => (isPush(request) ? Promise.resolve(problem(429, 'too_many', {}, { 'Retry-After': '17' })) : null)
    expect(await queue.drain('a1')).toEqual({ stopped: 'asked_to_wait', retryAfterSeconds: 17 })
    expect(row('r1').state).toBe('waiting')
  })

  it('goes on with the next record after an error inside the server', async () => {
    await store.add('r1')
    await store.add('r2')
    onceOn(isPush, async () => problem(500, 'internal'))
    expect((await queue.drain('a1')).stopped).toBe('left_over')
    expect([row('r1').state, row('r2').state]).toEqual(['waiting', 'complete'])
  })

  it('refreshes an expired token once and goes on', async () => {
    await store.add('r1')
    onceOn(isPush, async () => problem(401, 'token_expired'))
    expect((await queue.drain('a1')).stopped).toBe('empty')
    expect(row('r1').state).toBe('complete')
    expect(server.log.filter((line) => line.endsWith('/refresh'))).toHaveLength(2)
  })

  it('asks for the password when the refresh is refused, and keeps everything', async () => {
    await store.add('r1')
    server.refreshable = false
    expect((await queue.drain('a1')).stopped).toBe('sign_in')
    expect(row('r1').state).toBe('waiting')
  })

  it('never sends as someone else', async () => {
    await store.add('r1')
    server.account = { ...server.account, account_id: 'a2' }
    expect((await queue.drain('a1')).stopped).toBe('wrong_person')
    expect(server.records.size).toBe(0)
  })

  it('does not touch another person\'s records', async () => {
    await store.add('r1', [], 'a2')
    expect((await queue.drain('a1')).stopped).toBe('empty')
    expect(server.log).toEqual([])
  })

  it('delivers the rest when one photo is refused, and holds the record', async () => {
    const [bad, good] = await store.add('r1', [10, 20])
    server.fault = (request) => (request.headers.get('upload-metadata')?.includes(btoa(bad!)) ? Promise.resolve(problem(415, 'unsupported_media')) : null)
    await queue.drain('a1')
    expect(row('r1')).toMatchObject({ state: 'held', problem: { code: 'media_refused' } })
    expect(server.files.has(good!)).toBe(true)
  })

  it('says which photo is gone from the phone', async () => {
    const [name] = await store.add('r1', [10])
    store.bytes.delete(`r1/${name}`)
    await queue.drain('a1')
    expect(row('r1').uploads[0]!.problem?.code).toBe('media_lost')
  })

  it('uploads only what the server says it lacks', async () => {
    const [name] = await store.add('r1', [40])
    server.files.set(name!, new Uint8Array())
    await queue.drain('a1')
    expect(row('r1').state).toBe('complete')
    expect(server.log.some((line) => line.includes('/uploads'))).toBe(false)
  })

  it('is drained by one tab at a time', async () => {
    await store.add('r1', [10])
    let held = false
    vi.stubGlobal('navigator', { locks: { request: async (name: string, options: unknown, run?: (lock: unknown) => unknown) => {
      if (name !== 'shouwang-queue') return (options as () => unknown)()
      if (held) return run!(null)
      held = true
      try {
        return await run!({})
      } finally {
        held = false
      }
    } } })
    const other = new Queue(new Api({ fetch: server.fetch }), store)
    const results = await Promise.all([queue.drain('a1'), other.drain('a1'), queue.drain('a1')])
    vi.unstubAllGlobals()
    expect(results.map((result) => result.stopped)).toEqual(['empty', 'busy', 'busy'])
    expect(server.log.filter((line) => line === 'POST /api/v1/mobile/records')).toHaveLength(1)
  })

  it('comes through a line that fails again and again', async () => {
    let state = 42
    const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
    for (let index = 0; index < 8; index++) await store.add(`r${index}`, [90 * KB, 150 * KB])
    server.fault = async (_request, answer) => {
      const dice = random()
      if (dice < 0.12) return lost()
      if (dice < 0.24) return answer().then(lost)
      if (dice < 0.3) return portal()
      return answer()
    }
    for (let round = 0; round < 400 && (await store.due('a1')).length; round++) await queue.drain('a1')
    expect([...store.rows.values()].map((entry) => entry.state)).toEqual(Array(8).fill('complete'))
    expect(server.records.size).toBe(8)
    for (const entry of store.rows.values()) {
      for (const upload of entry.uploads) expect(server.files.get(upload.sha256)?.length).toBe(upload.bytes)
    }
  })
})

describe('the back-off', () => {
  it('grows from seconds to minutes and stays there', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 50].map((failures) => backOffSeconds(failures, 0.5))).toEqual([5, 15, 30, 60, 120, 300, 300, 300])
  })
  it('is spread by a fifth either way', () => {
    expect(backOffSeconds(1, 0)).toBeCloseTo(4)
    expect(backOffSeconds(1, 1)).toBeCloseTo(6)
  })
})

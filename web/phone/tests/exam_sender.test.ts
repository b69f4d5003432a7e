import { Api } from '@shouwang/shared/api'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase } from '../src/device/database'
import { answersOf, isBlank, keepAnswer, stateOf, takeBack, unsentAnswers } from '../src/learning/exams/answers'
import { changeExam, keepExam, readExam, type KeptExam } from '../src/learning/exams/kept_exam'
import { ExamSender, retrySeconds } from '../src/learning/exams/sender'
import { AttemptLine } from '../src/learning/exams/wire'
import { ExamServer, json, portal, problem } from './exam_server'
import { freshDatabase } from './setup'

const AT = '2026-11-23T02:00:01Z'
const exam: KeptExam = {
  id: 'c1:1', owner: 'a1', candidate_id: 'c1', try_no: 1, title: '年度考试', starts_at: AT, duration_seconds: 3600, upload_seconds: 7200, camera_checks: false,
  token: 'attempt-token', paper: { id: 'p', sealed: '', plain_sha256: '' }, anchor: null, attempt_id: 't1', key: 'k', started_at: AT, deadline_at: null,
  last_seqs: {}, slot: 1, marked: [], events: [], away: null, handed_in_at: null, submitted_at: null, stopped: null, problem: null,
}
let server: ExamServer
let sender: ExamSender

beforeEach(async () => {
  await freshDatabase()
  await keepExam(exam)
  server = new ExamServer()
  sender = new ExamSender(new AttemptLine(new Api({ fetch: server.fetch })))
})

const answer = (slot: number, value: unknown) => keepAnswer('t1', slot, value, AT)
const states = async () => Object.fromEntries((await answersOf('t1')).map((one) => [one.slot, stateOf('single', one)]))
const lost = () => Promise.reject(new TypeError('network'))

describe('an answer', () => {
  it('is on the phone before anything is sent, and after the app was killed', async () => {
    await answer(1, 'a')
    await closeDatabase()
    expect(await unsentAnswers('t1')).toMatchObject([{ slot: 1, seq: 1, value: 'a', recorded_at: AT, state: 'kept' }])
  })

  it('gets a higher number with each change, and none for the same again', async () => {
    await answer(1, 'a')
    expect((await answer(1, 'b')).seq).toBe(2)
    expect((await answer(1, 'b')).seq).toBe(2)
  })

  it('goes above the numbers that another phone has used', async () => {
    expect((await keepAnswer('t1', 1, 'a', AT, 7)).seq).toBe(8)
  })

  it.each([['multiple', [], true], ['multiple', ['a'], false], ['true_false', false, false], ['fill_in', ['', ' '], true], ['fill_in', ['', '30'], false],
    ['match', {}, true], ['case', { p1: null, p2: '' }, true], ['case', { p1: false }, false], ['short_answer', ' ', true]] as const)(
    'a %s of %j is blank: %s', (type, value, blank) => {
      expect(isBlank(type, value)).toBe(blank)
    })
})

describe('sending', () => {
  it('clears an answer when the server has acknowledged it', async () => {
    await answer(1, 'a')
    await answer(2, 'b')
    expect(await states()).toEqual({ 1: 'kept', 2: 'kept' })
    expect(await sender.drain(exam.id)).toEqual({ stopped: 'idle', retryAfterSeconds: null })
    expect(await states()).toEqual({ 1: 'synced', 2: 'synced' })
    expect(server.best.get(2)?.value).toBe('b')
  })

  it('does not clear an answer that was changed while its older self was on the way', async () => {
    await answer(1, 'a')
    let changed = false
    server.fault = (_request, reply) => {
      if (changed) return null
      changed = true
      return answer(1, 'c').then(reply)
    }
    await sender.drain(exam.id)
    expect(server.log.map((one) => one.value)).toEqual(['a', 'c'])
    expect(await states()).toEqual({ 1: 'synced' })
    expect(server.best.get(1)?.value).toBe('c')
  })

  it('sends again after a lost reply, and the server has it once', async () => {
    await answer(1, 'a')
    server.fault = (request, reply) => (request.nth === 1 ? reply().then(lost) : null)
    expect((await sender.drain(exam.id)).stopped).toBe('unreachable')
    expect(await states()).toEqual({ 1: 'kept' })
    expect((await sender.drain(exam.id)).stopped).toBe('idle')
    expect(server.best.get(1)).toMatchObject({ seq: 1, value: 'a' })
    expect(await states()).toEqual({ 1: 'synced' })
  })

  it.each([['a portal\'s page', () => portal()], ['an empty body', () => new Response(null, { status: 204 })], ['json of somebody else', () => json(200, { ok: true })],
    ['acks of nothing', () => json(200, { acks: [], remaining_ms: 1, server_now: AT, state: 'running' })]])('does not take %s for an answer', async (_name, fake) => {
    await answer(1, 'a')
    server.fault = () => Promise.resolve(fake())
    expect((await sender.drain(exam.id)).stopped).toBe('unreachable')
    expect(await states()).toEqual({ 1: 'kept' })
  })

  it('waits as long as the server asks', async () => {
    await answer(1, 'a')
    server.fault = () => Promise.resolve(problem(429, 'too_many', {}, { 'Retry-After': '7' }))
    expect(await sender.drain(exam.id)).toEqual({ stopped: 'asked_to_wait', retryAfterSeconds: 7 })
  })

  it('stops when another phone took over, and keeps every answer', async () => {
    await answer(1, 'a')
    server.token = 'of another phone'
    expect((await sender.drain(exam.id)).stopped).toBe('displaced')
    expect((await readExam(exam.id))?.stopped).toBe('displaced')
    expect(await states()).toEqual({ 1: 'kept' })
    expect((await sender.drain(exam.id)).stopped).toBe('idle')
    expect(server.requests).toHaveLength(1)
  })

  it('sends many answers in few requests', async () => {
    for (let slot = 1; slot <= 100; slot += 1) await answer(slot, 'a')
    await sender.drain(exam.id)
    expect(server.requests).toHaveLength(3)
    expect(server.best.size).toBe(100)
  })

  it('tells the server\'s time to whoever counts', async () => {
    await answer(1, 'a')
    const onTime = vi.fn()
    await new ExamSender(new AttemptLine(new Api({ fetch: server.fetch })), { onTime }).drain(exam.id)
    expect(onTime.mock.calls[0]![0]).toMatchObject({ remaining_ms: 3_600_000 })
  })

  it('asks for the time with nothing to send, when told to', async () => {
    await sender.drain(exam.id)
    expect(server.requests).toEqual([])
    await sender.drain(exam.id, true)
    expect(server.requests).toHaveLength(1)
  })

  it('lets only one of two pages send', async () => {
    await answer(1, 'a')
    const locks = { request: async (_name: string, _options: object, act: (lock: null) => unknown) => act(null) }
    vi.stubGlobal('navigator', { locks })
    expect((await sender.drain(exam.id)).stopped).toBe('busy')
    vi.unstubAllGlobals()
    expect(server.requests).toEqual([])
  })

  it('takes an event from the list only when the server has it', async () => {
    const event = { id: 'e1', kind: 'hidden' as const, seconds: 9, recorded_at: AT, note: '', sha256: '' }
    await changeExam(exam.id, () => ({ events: [event] }))
    server.fault = () => lost()
    await sender.drain(exam.id)
    expect((await readExam(exam.id))?.events).toEqual([event])
    server.fault = null
    await sender.drain(exam.id)
    expect((await readExam(exam.id))?.events).toEqual([])
    expect([...server.events.keys()]).toEqual(['e1'])
  })
})

describe('handing in', () => {
  const handIn = () => changeExam(exam.id, () => ({ handed_in_at: AT }))

  it('carries every answer, and is done only when all are acknowledged', async () => {
    await answer(1, 'a')
    await sender.drain(exam.id)
    await answer(2, 'b')
    await handIn()
    await sender.drain(exam.id)
    expect(server.log.map((one) => one.slot)).toEqual([1, 1, 2])
    expect((await readExam(exam.id))?.submitted_at).toBe('2026-11-23T02:00:00.000Z')
    expect(await states()).toEqual({ 1: 'synced', 2: 'synced' })
  })

  it('waits for the line, over a kill of the app, and is done once', async () => {
    await answer(1, 'a')
    await handIn()
    server.fault = (request, reply) => (request.nth === 1 ? lost() : request.nth === 2 ? reply().then(lost) : null)
    expect((await sender.drain(exam.id)).stopped).toBe('unreachable')
    await closeDatabase()
    expect((await sender.drain(exam.id)).stopped).toBe('unreachable')
    expect((await readExam(exam.id))?.submitted_at).toBeNull()
    expect((await sender.drain(exam.id)).stopped).toBe('idle')
    expect((await readExam(exam.id))?.submitted_at).toBe('2026-11-23T02:00:00.000Z')
    await sender.drain(exam.id)
    expect(server.requests).toHaveLength(3)
  })

  it('closes the page when the server says that time is over, and still sends what is left', async () => {
    server.submittedAt = AT
    await answer(1, 'a')
    await sender.drain(exam.id)
    expect((await readExam(exam.id))?.handed_in_at).not.toBeNull()
    await sender.drain(exam.id)
    expect((await readExam(exam.id))?.submitted_at).toBe(AT)
  })
})

/** Any order of answering, changing, losing requests, losing replies and killing the app ends with the last answers at the server. */
it('loses no answer whatever the line does', async () => {
  let seed = 20261123
  const dice = (sides: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * sides)
  }
  server.fault = (_request, reply) => [() => null, lost, () => reply().then(lost), () => Promise.resolve(portal()), () => null][dice(5)]!()
  const last = new Map<number, string>()
  for (let step = 0; step < 200; step += 1) {
    const act = dice(4)
    if (act < 2) {
      const [slot, value] = [dice(12), String(dice(1000))]
      await answer(slot, value)
      last.set(slot, value)
    } else if (act === 2) {
      await sender.drain(exam.id)
    } else {
      await closeDatabase()
    }
  }
  server.fault = null
  await changeExam(exam.id, () => ({ handed_in_at: AT }))
  await sender.drain(exam.id)
  expect(new Map([...server.best].map(([slot, one]) => [slot, one.value]))).toEqual(last)
  expect(await unsentAnswers('t1')).toEqual([])
})

it('comes back later each time, and never in step with the others', () => {
  expect([1, 2, 3, 4, 5, 9].map((failures) => retrySeconds(failures, 0.5))).toEqual([2, 4, 8, 15, 30, 30])
  expect(retrySeconds(1, 0)).toBeLessThan(retrySeconds(1, 1))
})

it('keeps what another phone answered, and what is newer here', async () => {
  await answer(1, 'mine')
  await keepAnswer('t1', 2, 'newer', AT, 5)
  await takeBack('t1', [{ slot: 1, seq: 4, value: 'theirs' }, { slot: 2, seq: 3, value: 'old' }, { slot: 3, seq: 1, value: false }], AT)
  expect((await answersOf('t1')).map((one) => [one.slot, one.seq, one.value, one.state])).toEqual([[1, 4, 'theirs', 'synced'], [2, 6, 'newer', 'kept'], [3, 1, false, 'synced']])
})

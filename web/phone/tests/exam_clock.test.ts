import { describe, expect, it } from 'vitest'
import { clockText, ExamClock, type Now } from '../src/learning/exams/clock'

const HOUR = 3_600_000
const SERVER = Date.parse('2026-11-23T02:00:00Z')

/** A phone with a clock that may be wrong, be set, or pass while the page's own stands still. */
class Phone {
  constructor(private wall: number, private mono = 5_000, private page = 1) {}
  now(): Now {
    return { wall: this.wall, mono: this.mono, page: this.page }
  }
  pass(ms: number): Now {
    this.wall += ms
    this.mono += ms
    return this.now()
  }
  sleep(ms: number): Now {
    this.wall += ms
    return this.now()
  }
  restart(ms: number): Now {
    this.wall += ms
    this.mono = 100
    this.page += 1
    return this.now()
  }
}

function begun(phone: Phone, remaining = HOUR): ExamClock {
  const clock = new ExamClock(null, phone.now())
  clock.accept({ server_now: new Date(SERVER).toISOString(), remaining_ms: remaining }, phone.now(), phone.now())
  return clock
}

describe('the clock of an exam', () => {
  it('says nothing before the server has spoken', () => {
    const phone = new Phone(SERVER)
    expect(new ExamClock(null, phone.now()).read(phone.now(), true)).toBeNull()
  })

  it.each([['right', 0], ['two hours fast', 2 * HOUR], ['two hours slow', -2 * HOUR]])('counts the same on a phone whose clock is %s', (_name, off) => {
    const phone = new Phone(SERVER + off)
    const clock = begun(phone)
    expect(clock.read(phone.pass(600_000), true)).toEqual({ server_ms: SERVER + 600_000, remaining_ms: HOUR - 600_000, sure: true, moved: false })
  })

  it.each([['put forward', 2 * HOUR], ['put back', -2 * HOUR]])('does not move when the clock of a page in view is %s', (_name, jump) => {
    const phone = new Phone(SERVER)
    const clock = begun(phone)
    const seen = clock.read(phone.sleep(jump), true)!
    expect([seen.remaining_ms, seen.sure, seen.moved]).toEqual([HOUR, true, true])
    expect(clock.read(phone.pass(1_000), true)!.remaining_ms).toBe(HOUR - 1_000)
  })

  it('counts a sleep, unsurely, until the server has spoken again', () => {
    const phone = new Phone(SERVER)
    const clock = begun(phone)
    const woken = clock.read(phone.sleep(600_000), false)!
    expect([woken.remaining_ms, woken.sure]).toEqual([HOUR - 600_000, false])
    clock.accept({ server_now: new Date(SERVER + 60_000).toISOString(), remaining_ms: HOUR - 60_000 }, phone.now(), phone.now())
    expect(clock.read(phone.now(), true)).toMatchObject({ remaining_ms: HOUR - 60_000, sure: true })
  })

  it('goes on after the app was killed, by the only clock that went on', () => {
    const phone = new Phone(SERVER + 2 * HOUR)
    const kept = begun(phone).kept
    const clock = new ExamClock(kept, phone.restart(120_000))
    expect(clock.read(phone.pass(1_000), true)).toMatchObject({ remaining_ms: HOUR - 121_000, sure: false })
  })

  it('gives no time back when the clock was put back while the app was gone', () => {
    const phone = new Phone(SERVER)
    const kept = begun(phone).kept
    const clock = new ExamClock(kept, phone.restart(-HOUR))
    expect(clock.read(phone.now(), true)!.remaining_ms).toBe(HOUR)
  })

  it('is not led by an old reply that arrives late', () => {
    const phone = new Phone(SERVER)
    const clock = begun(phone)
    phone.pass(60_000)
    clock.accept({ server_now: new Date(SERVER + 60_000).toISOString(), remaining_ms: HOUR - 60_000 }, phone.now(), phone.now())
    expect(clock.accept({ server_now: new Date(SERVER + 10_000).toISOString(), remaining_ms: HOUR - 10_000 }, phone.now(), phone.now())).toBe(false)
    expect(clock.read(phone.now(), true)!.remaining_ms).toBe(HOUR - 60_000)
  })

  it('takes extra time as soon as the server grants it', () => {
    const phone = new Phone(SERVER)
    const clock = begun(phone)
    phone.pass(1_000)
    clock.accept({ server_now: new Date(SERVER + 1_000).toISOString(), remaining_ms: 2 * HOUR }, phone.now(), phone.now())
    expect(clock.read(phone.now(), true)!.remaining_ms).toBe(2 * HOUR)
  })

  it('halves the way of a slow reply', () => {
    const phone = new Phone(SERVER)
    const clock = new ExamClock(null, phone.now())
    const sent = phone.now()
    clock.accept({ server_now: new Date(SERVER).toISOString(), remaining_ms: HOUR }, sent, phone.pass(8_000))
    expect(clock.read(phone.now(), true)!.remaining_ms).toBe(HOUR - 4_000)
  })

  it('keeps the deadline when a reply does not name it', () => {
    const phone = new Phone(SERVER)
    const clock = begun(phone)
    clock.accept({ server_now: new Date(SERVER).toISOString() }, phone.now(), phone.now())
    expect(clock.read(phone.now(), true)!.remaining_ms).toBe(HOUR)
  })
})

it.each([[3_600_000, '1:00:00'], [3_599_001, '1:00:00'], [59_000, '00:59'], [1, '00:01'], [0, '00:00'], [-5, '00:00']])('%i ms read %s', (ms, text) => {
  expect(clockText(ms)).toBe(text)
})

import { createApp } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answersOf } from '../src/learning/exams/answers'
import { withKept, isOpen, type MyExam } from '../src/learning/exams/entry'
import { openRoom, type ExamRoom } from '../src/learning/exams/exam_room'
import { keepExam, type KeptExam } from '../src/learning/exams/kept_exam'
import type { Question } from '../src/learning/exams/paper'
import { freshDatabase } from './setup'

const AT = '2026-11-23T02:00:01Z'
const exam: KeptExam = {
  id: 'c1:1', owner: 'a1', candidate_id: 'c1', try_no: 1, title: '年度考试', starts_at: AT, duration_seconds: 3600, upload_seconds: 7200, camera_checks: false,
  token: 'attempt-token', paper: { id: 'p', sealed: '', plain_sha256: '' }, anchor: null, attempt_id: 't1', key: 'a2V5', started_at: AT, deadline_at: null,
  last_seqs: {}, slot: 1, marked: [], events: [], away: null, handed_in_at: null, submitted_at: null, stopped: null, problem: null,
}
const blanks: Question = { slot: 1, type: 'fill_in', section: 'law', worth_x100: 200, content: { stem: '', blanks: 2 } }
let leave = () => {}

beforeEach(async () => {
  await freshDatabase()
  await keepExam(exam)
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')))
})
afterEach(() => {
  leave()
  vi.unstubAllGlobals()
})

function entered(): ExamRoom {
  let room!: ExamRoom
  const app = createApp({ setup() { room = openRoom(exam); return () => null } })
  app.mount(document.createElement('div'))
  leave = () => app.unmount()
  return room
}

describe('the exam room', () => {
  it('shows what was just given while the phone still writes, so that the next blank builds on it', async () => {
    const room = entered()
    room.answer(blanks, ['30', ''])
    const seen = room.valueOf(1) as string[]
    room.answer(blanks, [seen[0], '2'])
    expect(room.valueOf(1)).toEqual(['30', '2'])
    await vi.waitFor(() => expect(room.answers.get(1)?.value).toEqual(['30', '2']))
    expect(await answersOf('t1')).toMatchObject([{ slot: 1, seq: 2, value: ['30', '2'] }])
    expect(room.valueOf(1)).toEqual(['30', '2'])
  })
})

describe('an exam handed in on this phone', () => {
  const listed = {
    candidate_id: 'c1', state: 'checked_in', extra_seconds: 0, tries: 0, most_tries: 1, attempt: null, result: null,
    session: { state: 'planned', start_closes_at: '2026-11-23T05:00:00Z' },
  } as unknown as MyExam
  const handedIn = { ...exam, submitted_at: AT }
  const now = Date.parse(AT)

  it('is not offered again because the list was asked before', () => {
    expect(isOpen(listed, undefined, now)).toBe(true)
    expect(isOpen(withKept(listed, handedIn), undefined, now)).toBe(false)
    expect(isOpen(withKept({ ...listed, most_tries: 2 }, handedIn), undefined, now)).toBe(true)
  })

  it('does not run on because the list says so still', () => {
    const running = { ...listed, tries: 1, attempt: { id: 't1', state: 'running' } } as unknown as MyExam
    expect(isOpen(withKept(running, handedIn), undefined, now)).toBe(false)
    expect(isOpen(withKept(running, { ...handedIn, attempt_id: 'other' }), undefined, now)).toBe(true)
  })
})

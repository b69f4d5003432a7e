import { describe, expect, it } from 'vitest'
import { hoursOf, nextOf, openOf, shareOf, wayOn, type MyEnrolment, type MyTraining } from '../src/learning/rotations/my_year'

const row = (changes: Partial<MyEnrolment> = {}, cycle: Partial<MyEnrolment['cycle']> = {}): MyEnrolment => ({
  id: 'one', year: 2026, audience: 'guard', state: 'active', seconds: 5400, exam_passed_at: null, completed_at: null, excused_reason: '',
  ...changes,
  cycle: { id: 'c', title: '轮训', tier: 'branch', required_seconds: 7200, exam_required: true, opens_on: '2026-01-01', ends_on: '2026-12-31', course_ids: [], closed_at: null, bases: [], ...cycle },
})

describe('my year', () => {
  it('counts hours with one decimal and never rounds up to done', () => {
    expect(hoursOf(5400)).toBe('1.5')
    expect(shareOf(row())).toBe(75)
    expect(shareOf(row({ seconds: 7199 }))).toBe(99)
    expect(shareOf(row({}, { required_seconds: 0 }))).toBe(100)
  })

  it('says what is still missing', () => {
    expect(nextOf(row())).toBe('还差 0.5 学时，并须通过考试')
    expect(nextOf(row({ seconds: 7200 }))).toBe('学时已够，还须通过考试')
    expect(nextOf(row({ state: 'done' }))).toBe('今年的轮训已完成')
    expect(nextOf(row({ state: 'excused', excused_reason: '产假' }))).toBe('已免训：产假')
  })

  it('leads to what is missing, hours before the exam, and nowhere once all is done', () => {
    expect(wayOn(row())?.to).toBe('/learning/courses')
    expect(wayOn(row({ seconds: 7200 }))?.to).toBe('/exams')
    expect(wayOn(row({ seconds: 7200, exam_passed_at: '2026-05-01T00:00:00Z' }))).toBeNull()
    expect(wayOn(row({ seconds: 7200 }, { exam_required: false }))).toBeNull()
    expect(wayOn(row({ state: 'excused' }))).toBeNull()
  })

  it('shows this year, the earliest end first, and not what was left', () => {
    const training = { year: 2026, audiences: [], hours: [], years: [], skills: [], enrolments: [row({ id: 'late' }), row({ id: 'soon' }, { ends_on: '2026-06-30' }), row({ id: 'old', year: 2025 }), row({ id: 'gone', state: 'left' })] } as MyTraining
    expect(openOf(training).map((one) => one.id)).toEqual(['soon', 'late'])
  })
})

import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import type { Term, Terms, Tone } from '@/words/terms'

export type Course = components['schemas']['Course']
export type CourseInFull = components['schemas']['CourseInFull']
export type Lesson = components['schemas']['Lesson']
export type LessonFile = components['schemas']['LessonFile']
export type Meeting = components['schemas']['ClassMeeting']
export type MeetingInFull = components['schemas']['ClassMeetingInFull']
export type Wall = components['schemas']['ClassWall']

function terms(labels: Record<string, string>, tones: Record<string, Tone> = {}): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]): [string, Term] => [code, { label, tone: tones[code] ?? 'plain' }]))
}

export const CATEGORIES = terms(glossary.training_category)
export const COURSE_KINDS = terms(glossary.course_kind)
export const COURSE_STATES = terms(glossary.course_state, { draft: 'warn', published: 'good' })
export const LESSON_KINDS = terms(glossary.lesson_kind)
export const AUDIENCES = terms(glossary.audience)
export const WAYS = terms(glossary.attendance_way)

export const MEETING_STATES: Terms = { cancelled: { label: '已取消', tone: 'bad' } }

/** An instant as a Beijing wall clock writes it, for pickers of date and time. */
export function beijing(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19)
}

export function choices(of: Terms): { value: string; label: string }[] {
  return Object.entries(of).map(([value, term]) => ({ value, label: term.label }))
}

export function minutes(seconds: number): string {
  return seconds > 0 && seconds < 60 ? `${seconds} 秒` : `${Math.round(seconds / 60)} 分钟`
}

/** Types of files by kind of lesson, as the server takes them. */
export const FILE_TYPES: Record<string, string[]> = {
  video: ['video/mp4', 'video/webm'],
  picture: ['image/jpeg', 'image/png'],
  pdf: ['application/pdf'],
}

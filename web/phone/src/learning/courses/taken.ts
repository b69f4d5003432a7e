import { database, plain, type KeptRow } from '../../device/database'
import { api } from '../../session/session'
import type { MyCourse, MyLesson } from './wire'

/** A course taken along: what it says, and that its files are here. */
export interface TakenCourse extends KeptRow {
  course: MyCourse
  bytes: number
  taken_at: number
}

export const keyOf = (owner: string, courseId: string): string => `${owner}:${courseId}`

export function filesOf(course: MyCourse): MyLesson[] {
  const seen = new Set<string>()
  return course.lessons.filter((lesson) => lesson.file_sha256 && !seen.has(lesson.file_sha256) && seen.add(lesson.file_sha256))
}

export function bytesOf(course: MyCourse): number {
  return filesOf(course).reduce((sum, lesson) => sum + lesson.bytes, 0)
}

/** Take a course along: the server notes it, then each file comes whole. Broken off, it goes on with what is missing. Raises as the api does. */
export async function takeCourse(owner: string, course: MyCourse, onBytes: (done: number) => void = () => {}): Promise<void> {
  await api.post(`/my/courses/${course.id}/openings`, undefined, { as: owner })
  const db = await database()
  let done = 0
  for (const lesson of filesOf(course)) {
    if ((await db.getKey('course_files', lesson.file_sha256)) === undefined) {
      const { bytes } = await api.bytes(`/lessons/${lesson.id}/file`, undefined, { as: owner, timeoutMs: 600_000 })
      await db.put('course_files', { sha256: lesson.file_sha256, media_type: lesson.media_type, bytes })
    }
    done += lesson.bytes
    onBytes(done)
  }
  const row: TakenCourse = { id: keyOf(owner, course.id), owner, course: plain(course), bytes: bytesOf(course), taken_at: Date.now() }
  await db.put('courses', row)
}

export async function takenCourses(owner: string): Promise<TakenCourse[]> {
  return ((await (await database()).getAll('courses')) as TakenCourse[]).filter((row) => row.owner === owner)
}

/** Files go with the last course, of whomever, that needs them. */
export async function removeTaken(owner: string, courseId: string): Promise<void> {
  const db = await database()
  const gone = (await db.get('courses', keyOf(owner, courseId))) as TakenCourse | undefined
  await db.delete('courses', keyOf(owner, courseId))
  if (!gone) return
  const others = (await db.getAll('courses')) as TakenCourse[]
  const needed = new Set(others.flatMap((row) => filesOf(row.course).map((lesson) => lesson.file_sha256)))
  for (const lesson of filesOf(gone.course)) if (!needed.has(lesson.file_sha256)) await db.delete('course_files', lesson.file_sha256)
}

/** An address of a lesson's file for this page: of what was taken along, else of what the server gives. Raises as the api does. */
export async function addressOf(owner: string, lesson: MyLesson): Promise<string> {
  const kept = await (await database()).get('course_files', lesson.file_sha256)
  if (kept) return URL.createObjectURL(new Blob([kept.bytes], { type: kept.media_type }))
  if (lesson.kind === 'video') return (await api.get<{ path: string }>(`/lessons/${lesson.id}/film-link`, undefined, { as: owner })).path
  const { bytes } = await api.bytes(`/lessons/${lesson.id}/file`, undefined, { as: owner })
  return URL.createObjectURL(new Blob([bytes], { type: lesson.media_type }))
}

import { COURSE_CATEGORY, LESSON_KIND } from '@shouwang/shared/words'
import type { MyCourse, MyLesson } from './wire'

export { COURSE_CATEGORY, LESSON_KIND }

export function minutes(seconds: number): string {
  return seconds < 60 ? `${seconds} 秒` : `${Math.round(seconds / 60)} 分钟`
}

export function isDone(lesson: MyLesson): boolean {
  return lesson.progress?.finished_at != null
}

export function doneShare(course: MyCourse): number {
  const all = course.lessons.reduce((sum, lesson) => sum + lesson.seconds, 0)
  const learned = course.lessons.reduce((sum, lesson) => sum + Math.min(lesson.progress?.seconds ?? 0, lesson.seconds), 0)
  return all === 0 ? 0 : Math.round((learned / all) * 100)
}

export function standing(lesson: MyLesson): string {
  if (isDone(lesson)) return '已学完'
  const seconds = lesson.progress?.seconds ?? 0
  return seconds === 0 ? '未学' : `已学 ${minutes(seconds)}`
}

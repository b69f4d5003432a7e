import type { components } from '@shouwang/shared/api-types'

export type MyTraining = components['schemas']['MyTraining']
export type MyEnrolment = MyTraining['enrolments'][number]

/** Hours with one decimal, as people speak of 学时: 5400 s → 1.5. */
export function hoursOf(seconds: number): string {
  return String(Math.round(seconds / 360) / 10)
}

/** Share of the hours asked for, 0 to 100; never 100 while something is missing. */
export function shareOf(row: MyEnrolment): number {
  const required = row.cycle.required_seconds
  return required === 0 || row.seconds >= required ? 100 : Math.floor((row.seconds / required) * 100)
}

/** What is still to be done, in the words of the person who has to do it. */
export function nextOf(row: MyEnrolment): string {
  if (row.state === 'done') return '今年的轮训已完成'
  if (row.state === 'excused') return `已免训：${row.excused_reason}`
  if (row.state === 'left') return '已不在此类别受训'
  const lacks = row.cycle.required_seconds - row.seconds
  const exam = row.cycle.exam_required && row.exam_passed_at === null
  if (lacks > 0) return `还差 ${hoursOf(Math.max(lacks, 360))} 学时${exam ? '，并须通过考试' : ''}`
  return exam ? '学时已够，还须通过考试' : '正在核算'
}

/** Where to go for what is missing; null when nothing is. */
export function wayOn(row: MyEnrolment): { to: string; label: string } | null {
  if (row.state !== 'active') return null
  if (row.seconds < row.cycle.required_seconds) return { to: '/learning/courses', label: '继续学习' }
  return row.cycle.exam_required && row.exam_passed_at === null ? { to: '/exams', label: '去考试' } : null
}

/** Rotations of the year that still count, the one that ends first on top. */
export function openOf(training: MyTraining): MyEnrolment[] {
  return training.enrolments
    .filter((row) => row.year === training.year && row.state !== 'left')
    .sort((one, other) => one.cycle.ends_on.localeCompare(other.cycle.ends_on))
}

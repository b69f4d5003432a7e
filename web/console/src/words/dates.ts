/** Beijing calendar days (`2026-11-22`) and instants (UTC ISO 8601) in the words of a Chinese office. */

const ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000

const dayParts = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' })
const timeParts = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']

export function beijingDayOf(instant: string | Date): string {
  return dayParts.format(new Date(instant))
}

export function beijingToday(now: Date = new Date()): string {
  return beijingDayOf(now)
}

/** 2026年11月22日; an empty text for no day. */
export function formatDay(day: string | null | undefined): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(day ?? '')
  if (parts === null) return ''
  return `${Number(parts[1])}年${Number(parts[2])}月${Number(parts[3])}日`
}

/** 2026年11月22日 14:05, to the minute, Beijing time. */
export function formatInstant(instant: string | null | undefined): string {
  if (!instant) return ''
  const moment = new Date(instant)
  if (Number.isNaN(moment.getTime())) return ''
  return `${formatDay(beijingDayOf(moment))} ${timeParts.format(moment)}`
}

/** 14:05 of the same Beijing day, else the whole instant. */
export function formatEnd(start: string, end: string): string {
  return beijingDayOf(start) === beijingDayOf(end) ? timeParts.format(new Date(end)) : formatInstant(end)
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

export function weekdayOf(day: string): string {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''
}

export function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
}

/** 还有 3 天 / 今天到期 / 已逾期 2 天. */
export function remainingWords(due: string, today: string = beijingToday()): string {
  const days = daysBetween(today, due)
  if (days > 0) return `还有 ${days} 天`
  return days === 0 ? '今天到期' : `已逾期 ${-days} 天`
}

/** 45 秒 / 12 分钟 / 1 小时 5 分钟. */
export function durationWords(start: string, end: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(end) - Date.parse(start)) / 1000))
  if (seconds < 60) return `${seconds} 秒`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} 分钟`
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)} 小时${rest ? ` ${rest} 分钟` : ''}`
}

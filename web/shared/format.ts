import type { Day, Instant } from './contract'

const BEIJING = 'Asia/Shanghai'
const instantParts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: BEIJING, year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
})

function parts(at: Instant | number): Record<string, string> {
  return Object.fromEntries(instantParts.formatToParts(new Date(at)).map((part) => [part.type, part.value]))
}

/** 2026年11月22日 14:05, Beijing time. */
export function formatInstant(at: Instant | number): string {
  const { year, month, day, hour, minute } = parts(at)
  return `${year}年${month}月${day}日 ${hour}:${minute}`
}

/** 14:05 today, 11月21日 14:05 otherwise. */
export function formatShort(at: Instant | number, now: number = Date.now()): string {
  const { year, month, day, hour, minute } = parts(at)
  const today = parts(now)
  if (year === today.year && month === today.month && day === today.day) return `${hour}:${minute}`
  return `${month}月${day}日 ${hour}:${minute}`
}

/** 2026年11月22日 14:05 至 14:50; the day again only where it changes. */
export function formatSpan(from: Instant, to: Instant): string {
  const [first, last] = [parts(from), parts(to)]
  const sameDay = first.year === last.year && first.month === last.month && first.day === last.day
  return `${formatInstant(from)} 至 ${sameDay ? `${last.hour}:${last.minute}` : formatInstant(to)}`
}

export function formatDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

export function beijingDay(at: number = Date.now()): Day {
  const { year, month, day } = parts(at)
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}

/** Calendar days from today (Beijing) until that day; negative when it has passed. */
export function daysUntil(day: Day, now: number = Date.now()): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${beijingDay(now)}T00:00:00Z`)) / 86_400_000)
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

export function formatDistance(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} 米` : `${(metres / 1000).toFixed(1)} 公里`
}

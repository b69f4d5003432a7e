import { describe, expect, it } from 'vitest'
import { addDays, beijingDayOf, daysBetween, durationWords, formatDay, formatEnd, formatInstant, isWeekend, remainingWords, weekdayOf } from '@/words/dates'

describe('Beijing days', () => {
  it('takes an instant late in the UTC evening for the next Beijing day', () => {
    expect(beijingDayOf('2026-11-21T15:59:59Z')).toBe('2026-11-21')
    expect(beijingDayOf('2026-11-21T16:00:00Z')).toBe('2026-11-22')
  })

  it('writes days without leading zeros and nothing for no day', () => {
    expect(formatDay('2026-01-05')).toBe('2026年1月5日')
    expect(formatDay(null)).toBe('')
    expect(formatDay('soon')).toBe('')
  })

  it('writes instants to the minute in Beijing time wherever the browser is', () => {
    expect(formatInstant('2026-11-22T06:01:59.123456Z')).toBe('2026年11月22日 14:01')
    expect(formatInstant('2026-12-31T16:00:00Z')).toBe('2027年1月1日 00:00')
    expect(formatInstant('not a time')).toBe('')
  })

  it('does not repeat the day of an end on the same Beijing day', () => {
    expect(formatEnd('2026-11-22T01:00:00Z', '2026-11-22T02:30:00Z')).toBe('10:30')
    expect(formatEnd('2026-11-22T15:00:00Z', '2026-11-22T16:30:00Z')).toBe('2026年11月23日 00:30')
  })
})

describe('deadlines', () => {
  it('does not count the day of the decision', () => {
    expect(addDays('2026-11-22', 15)).toBe('2026-12-07')
  })

  it('crosses the end of a year and a leap day', () => {
    expect(addDays('2026-12-25', 7)).toBe('2027-01-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
  })

  it('undoes itself over a whole year', () => {
    for (let days = 0; days <= 366; days += 1) expect(daysBetween('2026-11-22', addDays('2026-11-22', days))).toBe(days)
  })

  it('names the weekday and the weekend', () => {
    expect(weekdayOf('2026-11-22')).toBe('星期日')
    expect(isWeekend('2026-11-22')).toBe(true)
    expect(isWeekend('2026-11-23')).toBe(false)
  })

  it('says what remains, today, and what is overdue', () => {
    expect(remainingWords('2026-11-25', '2026-11-22')).toBe('还有 3 天')
    expect(remainingWords('2026-11-22', '2026-11-22')).toBe('今天到期')
    expect(remainingWords('2026-11-20', '2026-11-22')).toBe('已逾期 2 天')
  })
})

describe('durations', () => {
  it('grows from seconds to hours', () => {
    expect(durationWords('2026-11-22T01:00:00Z', '2026-11-22T01:00:45Z')).toBe('45 秒')
    expect(durationWords('2026-11-22T01:00:00Z', '2026-11-22T01:40:00Z')).toBe('40 分钟')
    expect(durationWords('2026-11-22T01:00:00Z', '2026-11-22T02:14:00Z')).toBe('1 小时 14 分钟')
  })

  it('never runs backwards when a clock did', () => {
    expect(durationWords('2026-11-22T02:00:00Z', '2026-11-22T01:00:00Z')).toBe('0 秒')
  })
})

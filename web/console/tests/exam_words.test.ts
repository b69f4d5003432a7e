import { describe, expect, it } from 'vitest'
import { addMinutes, fromField, toField, tomorrowAtNine } from '@/training/exams/times'
import type { Attempt } from '@/training/exams/types'
import { agoWords, answerWords, isSilent, leftWords, minutesWords } from '@/training/exams/words'

const NOW = Date.parse('2026-11-23T02:00:00Z')
const attempt = (changes: Partial<Attempt>) => ({ state: 'running', remaining_ms: 65_000, seen_at: '2026-11-23T01:59:30Z', ...changes }) as Attempt

describe('times of a form', () => {
  it('are Beijing\'s on a computer in any zone', () => {
    expect(toField('2026-11-23T01:00:00Z')).toBe('2026-11-23T09:00')
    expect(fromField('2026-11-23T09:00')).toBe('2026-11-23T01:00:00.000Z')
    expect(tomorrowAtNine(NOW)).toBe('2026-11-24T09:00')
  })

  it('move over midnight', () => {
    expect(addMinutes('2026-11-23T23:50', 30)).toBe('2026-11-24T00:20')
    expect(addMinutes('', 30)).toBe('')
  })
})

describe('the invigilator reads', () => {
  it('what is left, counted on between two answers of the server', () => {
    expect(leftWords(attempt({}), NOW, NOW)).toBe('1:05')
    expect(leftWords(attempt({}), NOW, NOW + 10_000)).toBe('0:55')
    expect(leftWords(attempt({}), NOW, NOW + 99_000)).toBe('已到时')
  })

  it('who has gone silent while the attempt runs', () => {
    expect(isSilent(attempt({}), NOW)).toBe(false)
    expect(isSilent(attempt({ seen_at: '2026-11-23T01:57:00Z' }), NOW)).toBe(true)
    expect(isSilent(attempt({ seen_at: '2026-11-23T01:57:00Z', state: 'submitted' }), NOW)).toBe(false)
    expect(agoWords('2026-11-23T01:57:00Z', NOW)).toBe('3 分钟前')
  })

  it.each([[null, '（空）'], [true, '对'], [false, '错'], ['a', 'a'], [['a', 'b'], 'a、b'], [['', '30日'], '（空）、30日'], [{ l1: 'r2' }, 'l1：r2'], [{ p: ['a'], q: false }, 'p：a；q：错']])(
    'an answer %j as %s', (value, words) => {
      expect(answerWords(value)).toBe(words)
    })

  it.each([[3600, '60 分钟'], [95, '1 分 35 秒'], [86_400, '1 天'], [0, '0 分钟']])('%i seconds as %s', (seconds, words) => {
    expect(minutesWords(seconds)).toBe(words)
  })
})

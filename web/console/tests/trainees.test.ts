import { expect, it } from 'vitest'
import { coverageWords, hoursWords } from '@/training/trainees/words'

it.each([[10_000, '100%'], [9_999, '99.99%'], [5_217, '52.17%'], [0, '0%'], [null, '无应训人员']])('a coverage of %j is told as %s, never rounded up', (bp, words) => {
  expect(coverageWords(bp)).toBe(words)
})

it('hours are told to a tenth', () => {
  expect(hoursWords(5_400)).toBe('1.5 学时')
})

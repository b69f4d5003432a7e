import { expect, test } from 'vitest'
import { answerWords, keyWords, percentOf, readPoints, tickedWorth } from '@/training/markings/words'

const OPTIONS = { stem: '', options: [{ id: 'x', text: '报警' }, { id: 'y', text: '离开' }] }

test('points are hundredths, and never above the worth', () => {
  expect(readPoints('7.5', 1000)).toBe(750)
  expect(readPoints(' 10 ', 1000)).toBe(1000)
  for (const wrong of ['10.01', '-1', '1e1', '', '七', '1.234']) expect(readPoints(wrong, 1000)).toBeNull()
})

test('ticked key points add up by their shares', () => {
  const points = [{ share: 3 }, { share: 2 }]
  expect(tickedWorth(points, [], 1000)).toBe(0)
  expect(tickedWorth(points, [0], 1000)).toBe(600)
  expect(tickedWorth(points, [0, 1], 1000)).toBe(1000)
  expect(tickedWorth([], [0], 1000)).toBe(0)
})

test('answers and keys read alike', () => {
  expect(answerWords('single', OPTIONS, 'y')).toBe('B 离开')
  expect(keyWords('multiple', OPTIONS, { right: ['x', 'y'] })).toBe('A 报警；B 离开')
  expect(answerWords('true_false', { stem: '' }, false)).toBe('错')
  expect(answerWords('fill_in', { stem: '', blanks: 1 }, ['30日'])).toBe('30日')
  expect(answerWords('single', OPTIONS, null)).toBe('未作答')
  expect(answerWords('single', OPTIONS, { odd: 1 })).toBe('[object Object]')
})

test('a case reads part by part', () => {
  const content = { stem: '', parts: [{ id: 'p', type: 'true_false', content: { stem: '' } }, { id: 'q', type: 'short_answer', content: { stem: '' } }] }
  expect(answerWords('case', content, { p: true })).toBe('（1）对；（2）未作答')
  expect(keyWords('case', content, { parts: { p: { right: false }, q: { points: [{ text: '报警', share: 1 }] } } })).toBe('（1）错；（2）报警')
})

test('a share of nothing is no number', () => {
  expect(percentOf(1, 3)).toBe('33.3%')
  expect(percentOf(0, 0)).toBe('—')
})

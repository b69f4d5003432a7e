import { expect, test } from 'vitest'
import { canKey, entryOf, keyOf, moved, type Content } from '@/training/markings/keys'

const pair = (prefix: string) => [{ id: `${prefix}1`, text: '甲' }, { id: `${prefix}2`, text: '乙' }, { id: `${prefix}3`, text: '丙' }]
const CASE: Content = {
  stem: '',
  parts: [
    { id: 'p', type: 'true_false', content: { stem: '' } },
    { id: 'q', type: 'order', content: { stem: '', options: pair('o') } },
  ],
}
const KINDS: [string, Content, Record<string, unknown>][] = [
  ['single', { stem: '', options: pair('o') }, { right: ['o2'] }],
  ['multiple', { stem: '', options: pair('o') }, { right: ['o1', 'o3'] }],
  ['true_false', { stem: '' }, { right: false }],
  ['fill_in', { stem: '____ ____', blanks: 2 }, { blanks: [['30/60', '三十'], ['派出所']] }],
  ['order', { stem: '', options: pair('o') }, { right: ['o3', 'o1', 'o2'] }],
  ['match', { stem: '', left: pair('l'), right: pair('r') }, { pairs: { l1: 'r3', l2: 'r1', l3: 'r2' } }],
  ['case', CASE, { parts: { p: { right: true }, q: { right: ['o2', 'o1', 'o3'] } } }],
]

test.each(KINDS)('a key of kind %s comes back as it was', (type, content, key) => {
  expect(canKey(type, content)).toBe(true)
  expect(keyOf(type, content, entryOf(type, content, key))).toEqual(key)
})

test('what is missing is no key', () => {
  for (const [type, content] of KINDS) {
    if (type === 'true_false') continue
    expect(keyOf(type, content, { picks: [], blanks: [], pairs: {}, parts: {} })).toBeNull()
  }
  const half = entryOf(...KINDS[5]!)
  half.pairs.l2 = ''
  expect(keyOf('match', KINDS[5]![1], half)).toBeNull()
  const part = entryOf(...KINDS[6]!)
  part.parts.q!.picks = ['o1']
  expect(keyOf('case', CASE, part)).toBeNull()
})

test('an order is changed by moving; past an end nothing moves', () => {
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

test('what people mark has no key', () => {
  expect(canKey('short_answer', { stem: '' })).toBe(false)
  expect(canKey('case', { parts: [...CASE.parts!, { id: 'r', type: 'short_answer', content: {} }] })).toBe(false)
})

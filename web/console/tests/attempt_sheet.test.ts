import { expect, test } from 'vitest'
import { choicesOf, type SheetSlot } from '../src/training/exams/sheet'

const slot = (changes: Partial<SheetSlot>): SheetSlot => ({
  slot: 1, version_id: 'v', type: 'single', section: 'law', worth_x100: 500, points_x100: 0,
  content: { stem: '?', options: [{ id: 'a', text: '甲' }, { id: 'b', text: '乙' }, { id: 'c', text: '丙' }] },
  options: ['c', 'a', 'b'], is_answered: true, value: 'a', keys: [{ right: ['b'] }], late: null, ...changes,
})

test('options stand in the order the candidate saw, lettered by that order', () => {
  expect(choicesOf(slot({})).map((one) => `${one.letter}${one.text}`)).toEqual(['A丙', 'B甲', 'C乙'])
})

test('chosen, right and late options are marked, each by itself', () => {
  const late = { seq: 9, value: 'b', recorded_at: null, received_at: '2026-03-15T01:00:00Z' }
  const found = choicesOf(slot({ late }))
  expect(found.filter((one) => one.isChosen).map((one) => one.id)).toEqual(['a'])
  expect(found.filter((one) => one.isRight).map((one) => one.id)).toEqual(['b'])
  expect(found.filter((one) => one.isLate).map((one) => one.id)).toEqual(['b'])
})

test('several keys count together, and several choices', () => {
  const found = choicesOf(slot({ type: 'multiple', value: ['a', 'c'], keys: [{ right: ['a'] }, { right: ['a', 'b'] }] }))
  expect(found.filter((one) => one.isChosen).map((one) => one.id).sort()).toEqual(['a', 'c'])
  expect(found.filter((one) => one.isRight).map((one) => one.id).sort()).toEqual(['a', 'b'])
})

test('nothing is chosen without an answer, and types without choices give none', () => {
  expect(choicesOf(slot({ is_answered: false, value: null })).some((one) => one.isChosen)).toBe(false)
  expect(choicesOf(slot({ type: 'fill_in', content: { stem: '__' } }))).toEqual([])
})

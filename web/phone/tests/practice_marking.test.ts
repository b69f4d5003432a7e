import { describe, expect, it } from 'vitest'
import { firstValue, isComplete, isRight, normaliseBlank, solutionLines } from '../src/learning/practice/marking'

const options = [{ id: 'a', text: '甲' }, { id: 'b', text: '乙' }, { id: 'c', text: '丙' }]

describe('marking without a line says what the server would say', () => {
  it('takes picks in any order and each once', () => {
    expect(isRight('multiple', { right: ['a', 'b'] }, ['b', 'a'])).toBe(true)
    expect(isRight('multiple', { right: ['a', 'b'] }, ['a'])).toBe(false)
    expect(isRight('multiple', { right: ['a', 'b'] }, ['a', 'b', 'c'])).toBe(false)
  })

  it('takes an order as a whole and pairs all of them', () => {
    expect(isRight('order', { right: ['b', 'a'] }, ['b', 'a'])).toBe(true)
    expect(isRight('order', { right: ['b', 'a'] }, ['a', 'b'])).toBe(false)
    expect(isRight('match', { pairs: { a: 'b' } }, { a: 'b' })).toBe(true)
    expect(isRight('match', { pairs: { a: 'b' } }, {})).toBe(false)
  })

  it('folds widths, spaces and punctuation of blanks', () => {
    expect(normaliseBlank('　３０ 日。')).toBe('30日')
    expect(isRight('fill_in', { blanks: [['30', '三十'], ['2']] }, ['３０', ' 2。'])).toBe(true)
    expect(isRight('fill_in', { blanks: [['30']] }, ['31'])).toBe(false)
  })

  it('says true only to a truth value and single only to one id', () => {
    expect(isRight('true_false', { right: false }, false)).toBe(true)
    expect(isRight('true_false', { right: false }, null)).toBe(false)
    expect(isRight('single', { right: ['a'] }, 'a')).toBe(true)
  })

  it('hands in only what has an answer in every place', () => {
    expect(isComplete('single', { stem: '' }, firstValue('single', { stem: '' }))).toBe(false)
    expect(isComplete('fill_in', { stem: '', blanks: 2 }, ['a', ' '])).toBe(false)
    expect(isComplete('match', { stem: '', left: options }, { a: 'b' })).toBe(false)
    expect(isComplete('order', { stem: '', options }, firstValue('order', { stem: '', options }))).toBe(true)
  })

  it('tells what is right in words', () => {
    expect(solutionLines('multiple', { stem: '', options }, { right: ['a', 'c'] })).toEqual(['甲', '丙'])
    expect(solutionLines('true_false', { stem: '' }, { right: true })).toEqual(['对'])
  })
})

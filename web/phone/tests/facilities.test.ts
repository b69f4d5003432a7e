import { describe, expect, it } from 'vitest'
import { freshCount, freshReport, isCounted, KINDS_OF_EQUIPMENT, lackingOf } from '../src/facilities/acts'
import { idInLabel } from '../src/facilities/sheet'

const ID = '0193a1b2-0000-7000-8000-00000000abcd'
const PHOTO = { sha256: 'a'.repeat(64), purpose: 'photo', name: '照片1.jpg', media_type: 'image/jpeg', bytes: new ArrayBuffer(1), answers: null }

describe('a label of a facility', () => {
  it('names the facility wherever the address stands, and nothing else does', () => {
    expect(idInLabel(`https://shouwang.example/m/#/facilities/${ID.toUpperCase()}`)).toBe(ID)
    expect(idInLabel(`/m/#/units/0193a1b2-0000-7000-8000-000000000001/facilities/${ID}`)).toBe(ID)
    expect(idInLabel('http://example.com/menu')).toBeNull()
  })
})

describe('a report of condition', () => {
  it('goes out with a condition and a photo, and with words when something is wrong', () => {
    const act = freshReport('me', ID, '防盗门')
    expect(lackingOf(act)).toBe('请选择状况')
    act.words.condition = 'damaged'
    expect(lackingOf(act)).toBe('请至少拍一张照片')
    act.pictures.push(PHOTO)
    expect(lackingOf(act)).toBe('请写明情况')
    act.words.note = '锁舌脱落'
    expect(lackingOf(act)).toBe('')
    act.words.condition = 'normal'
    act.words.note = ''
    expect(lackingOf(act)).toBe('')
  })
})

describe('a count', () => {
  it('is whole only with all seven kinds, nought included', () => {
    const act = freshCount('me', ID, '东门岗')
    for (const kind of KINDS_OF_EQUIPMENT.slice(1)) act.words.counts[kind] = 2
    expect(isCounted(act)).toBe(false)
    act.words.counts[KINDS_OF_EQUIPMENT[0]] = 0
    expect(isCounted(act)).toBe(true)
  })

  it('waits under the address of its post, so that two posts never overwrite each other', () => {
    expect(freshCount('me', 'a', '甲').path).not.toBe(freshCount('me', 'b', '乙').path)
  })
})

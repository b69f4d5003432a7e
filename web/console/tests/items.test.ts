import { describe, expect, it } from 'vitest'
import { build, emptyShort, toShort, type Short } from '@/training/items/short'

const cases: Short[] = [
  { ...emptyShort('single'), stem: '问', options: '甲\n乙', answer: 'B' },
  { ...emptyShort('multiple'), stem: '问', options: '甲\n乙\n丙', answer: 'AC' },
  { ...emptyShort('true_false'), stem: '问', answer: '错' },
  { ...emptyShort('fill_in'), stem: '一____二____', answer: '30|三十\n2' },
  { ...emptyShort('short_answer'), stem: '问', answer: '2|巡逻\n1|登记' },
  { ...emptyShort('order'), stem: '问', options: '甲\n乙\n丙', answer: 'CAB' },
  { ...emptyShort('match'), stem: '问', options: '甲\n乙', others: '一\n二\n三', answer: 'CA' },
]

describe('what is typed becomes content and key, and back', () => {
  it.each(cases)('$type', (short) => {
    const { content, key } = build(short)
    expect(toShort(short.type, content, key)).toEqual(short)
  })

  it('case, with its parts', () => {
    const short = { ...emptyShort('case'), stem: '案情', parts: cases.slice(0, 3).map((part, place) => ({ ...part, share: place + 1 })) }
    const { content, key } = build(short)
    expect(content.parts?.map((part) => part.id)).toEqual(['1', '2', '3'])
    expect(toShort('case', content, key)).toEqual(short)
  })

  it('leaves out the key of a true or false that nobody answered', () => {
    expect(build({ ...emptyShort('true_false'), stem: '问' }).key).toEqual({})
  })
})

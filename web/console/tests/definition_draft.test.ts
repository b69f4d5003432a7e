import { describe, expect, it } from 'vitest'
import { editable, emptyDefinition, itemsOf, messagesByPlace, moveItem, newItem, nextItemId, payload, placeLabels, turnInto, type DefinitionDraft } from '@/templates/definitionDraft'
import { FIELD_WORDS, passWords, valueWords } from '@/templates/fieldWords'

function checklist(...sections: string[][]): DefinitionDraft {
  const draft = { ...emptyDefinition(), code: 'TST', sections: [] } as DefinitionDraft
  draft.sections = sections.map((ids, index) => ({ id: `s${index}`, title: `第${index}部分`, group: null, items: ids.map((id) => ({ ...newItem(draft), id })) })) as DefinitionDraft['sections']
  return draft
}

const ids = (draft: DefinitionDraft) => draft.sections.map((section) => section.items.map((item) => item.id))

describe('the order of items', () => {
  it('moves within a section and over its border, and stops at the ends', () => {
    const draft = checklist(['A', 'B'], ['C'])
    expect(moveItem(draft, { section: 0, item: 0 }, 1)).toEqual({ section: 0, item: 1 })
    expect(ids(draft)).toEqual([['B', 'A'], ['C']])
    expect(moveItem(draft, { section: 0, item: 1 }, 1)).toEqual({ section: 1, item: 0 })
    expect(ids(draft)).toEqual([['B'], ['A', 'C']])
    expect(moveItem(draft, { section: 1, item: 0 }, -1)).toEqual({ section: 0, item: 1 })
    expect(moveItem(draft, { section: 1, item: 0 }, 1)).toEqual({ section: 1, item: 0 })
    expect(ids(draft)).toEqual([['B', 'A'], ['C']])
  })

  it('numbers new items after the highest of their code', () => {
    expect(nextItemId(checklist(['TST-01', 'TST-09-1', 'OLD-40']))).toBe('TST-10')
    expect(nextItemId(checklist([]))).toBe('TST-01')
  })
})

describe('what is sent', () => {
  it('leaves out what says nothing and keeps the rest', () => {
    const draft = checklist(['A'])
    Object.assign(itemsOf(draft)[0]!, { weight: 1, levels: [], unit: '', phrases: [' 一 ', ''], min: null })
    const item = itemsOf(payload(draft))[0]!
    expect(item.phrases).toEqual(['一'])
    for (const name of ['weight', 'levels', 'unit', 'min']) expect(item).not.toHaveProperty(name)
    expect(itemsOf(draft)[0]!.weight).toBe(1)
  })

  it('gives a kind what it needs and takes what it has no use for', () => {
    const item = itemsOf(checklist(['A']))[0]!
    turnInto(item, 'sample')
    expect(item).toMatchObject({ kind: 'sample', min_checked: 20, pass_if: { at_least: 100 } })
    turnInto(item, 'choice')
    expect(item.options).toHaveLength(2)
    expect(item).not.toHaveProperty('min_checked')
    expect(item).not.toHaveProperty('pass_if')
    turnInto(item, 'text')
    expect(item).not.toHaveProperty('options')
  })

  it('is a copy: the version on the page stays as it was', () => {
    const draft = checklist(['A'])
    editable(draft).sections[0]!.title = '别的'
    expect(draft.sections[0]!.title).toBe('第0部分')
  })
})

describe("the server's complaints", () => {
  it('stand at the field, by position or by id', () => {
    const draft = checklist(['A'], ['B', 'B'])
    draft.facts = [{ id: 'big', label: '大', kind: 'boolean' }]
    const told = (field: string) => Object.keys(messagesByPlace([{ field, message: '有误' }], draft))
    expect(told('definition.sections.0.items.0.text')).toEqual(['sections.0.items.0.text'])
    expect(told('definition.sections.1.items.0.options.0.label')).toEqual(['sections.1.items.0.options'])
    expect(told('items.A.applies_if')).toEqual(['sections.0.items.0.applies_if'])
    expect(told('items.B')).toEqual(['sections.1.items.0.id', 'sections.1.items.1.id'])
    expect(told('facts.big')).toEqual(['facts.0.id'])
    expect(told('definition.facts.0.label')).toEqual(['facts.0.label'])
    expect(told('definition.title')).toEqual(['title'])
    expect(told('definition.sections.1.items')).toEqual(['sections.1.items'])
    const named = placeLabels([{ field: 'definition.sections.0.items.0.text' }, { field: 'facts.big' }, { field: 'definition.code' }], draft, FIELD_WORDS)
    expect(Object.values(named)).toEqual(['A 检查内容', '情况“大” 编号', '代码'])
  })
})

describe('values in words', () => {
  const around = { facts: [{ id: 'needed', label: '应有数', kind: 'integer' as const }], items: [], sections: [], basisTitle: (id: string) => `名称${id}` }

  it('say what people say', () => {
    expect(passWords({ at_least: { fact: 'needed' }, below: 9 }, around.facts)).toBe('不少于 “应有数”；少于 9')
    expect(valueWords('applies_if', { all: [{ fact: 'needed', at_least: 2 }, { any: [{ fact: 'needed', is: 3 }, { fact: 'needed', is: 4 }] }] }, around)).toBe('应有数 不少于 2，且（应有数 为3，或应有数 为4）')
    expect(valueWords('bases', [{ basis: 'x', article: '第五条' }], around)).toBe('《名称x》第五条')
    expect(valueWords('evidence', { always: ['photo'], on_fail: ['note'] }, around)).toBe('一律须有照片；不合格须有文字说明')
    expect(valueWords('weight', undefined, around)).toBe('1')
    expect(valueWords('critical', true, around)).toBe('是')
  })
})

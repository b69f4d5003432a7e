import { cleanup, fireEvent, render, screen } from '@testing-library/vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, provide } from 'vue'
import type { Basis, Item } from '@shouwang/shared/contract'
import { database } from '../src/device/database'
import { FORM, openForm, type Form } from '../src/inspect/form'
import { buildRecord } from '../src/inspect/freeze'
import ItemCard from '../src/parts/ItemCard.vue'
import { session } from '../src/session/session'
import { freshDatabase, item, me, newDraft } from './setup'

afterEach(cleanup)
beforeEach(async () => {
  await freshDatabase()
  Object.assign(session, { me, state: 'signed_in' })
})

const lapsed: Basis = { id: 'jn', title: '济南规定', doc_no: null, status: 'lapsed', effective_to: '2026-07-31' }
const inForce: Basis = { id: 'sc', title: '条例', doc_no: null, status: 'in_force', effective_to: null }

async function show(shown: Item): Promise<Form> {
  const db = await database()
  await db.put('bases', lapsed)
  await db.put('bases', inForce)
  const opening = await openForm((await newDraft()).id)
  if (!('form' in opening)) throw new Error('the draft did not open')
  const { form } = opening
  form.definition.sections[0]!.items.push(shown)
  render(defineComponent({
    setup() {
      provide(FORM, form)
      return () => h(ItemCard, { item: shown })
    },
  }))
  return form
}

describe('an item', () => {
  it('asks for note and photo at once when it fails', async () => {
    await show(item('X-1', { phrases: ['无人值守'] }))
    expect(screen.queryByLabelText(/情况说明/)).toBeNull()
    await fireEvent.click(screen.getByRole('radio', { name: '不合格' }))
    expect(screen.getByLabelText(/情况说明.*必填/)).toBeTruthy()
    expect(screen.getByRole('button', { name: '拍照（必需）' })).toBeTruthy()
  })

  it('takes a canned phrase into the note and out again', async () => {
    const form = await show(item('X-1', { phrases: ['无人值守', '记录缺失'] }))
    await fireEvent.click(screen.getByRole('radio', { name: '不合格' }))
    await fireEvent.click(screen.getByRole('button', { name: '无人值守' }))
    await fireEvent.click(screen.getByRole('button', { name: '记录缺失' }))
    expect(form.draft.answers['X-1']?.note).toBe('无人值守；记录缺失')
    await fireEvent.click(screen.getByRole('button', { name: '无人值守' }))
    expect(form.draft.answers['X-1']?.note).toBe('记录缺失')
  })

  it('asks for nothing when it does not apply here', async () => {
    await show(item('X-1'))
    await fireEvent.click(screen.getByRole('radio', { name: '不适用' }))
    expect(screen.queryByRole('button', { name: /拍照/ })).toBeNull()
    expect(screen.queryByLabelText(/情况说明/)).toBeNull()
  })

  it.each([
    ['every basis lapsed', [{ basis: 'jn', article: '一' }], true],
    ['one basis is still in force', [{ basis: 'jn', article: '一' }, { basis: 'sc', article: '第五条' }], false],
  ])('is marked 参考 only where %s', async (_case, bases, marked) => {
    await show(item('X-1', { bases }))
    expect(screen.queryByText('参考') !== null).toBe(marked)
  })

  it('judges a number by its limit and refuses one out of range', async () => {
    const form = await show(item('X-1', { kind: 'number', pass_if: { at_least: 2 }, min: 0, max: 20, unit: '类' }))
    const field = screen.getByRole('textbox', { name: 'X-1' })
    await fireEvent.update(field, '1')
    expect(screen.getByText('不合格')).toBeTruthy()
    await fireEvent.update(field, '21')
    expect(screen.getByRole('alert').textContent).toBe('不能大于 20')
    expect(form.draft.answers['X-1']?.value).toBeNull()
  })

  it('counts a sample and states its rate, and drops half a count when it is frozen', async () => {
    const sampled = item('X-9', { kind: 'sample', unit: '件', min_checked: 20, pass_if: { at_least: 100 } })
    const form = await show(sampled)
    const [checked, passed] = [screen.getByLabelText('抽查数'), screen.getByLabelText('合格数')]
    await fireEvent.update(checked, '20')
    expect(form.sheet.value.isAnswered(sampled)).toBe(false)
    await fireEvent.update(passed, '19')
    expect(form.draft.answers['X-9']!.value).toEqual({ checked: 20, passed: 19 })
    expect(screen.getByText('95%')).toBeTruthy()
    expect(form.sheet.value.outcome(sampled)).toBe('fail')
    await fireEvent.update(passed, '21')
    expect(screen.getByRole('alert').textContent).toContain('不能多于抽查数')
    await fireEvent.update(passed, '')
    expect(buildRecord(form.draft, form.definition, form.key).answers['X-9']?.value ?? null).toBeNull()
  })
})

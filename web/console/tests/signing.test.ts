import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { formOf } from '@/rulings/penalties/actForms'
import type { PenaltyCase } from '@/rulings/penalties/words'
import { executionFormOf } from '@/rulings/executions/executionForms'
import type { Execution } from '@/rulings/executions/words'
import AnswerDialog from '@/rulings/ratings/AnswerDialog.vue'

/** What bears a person's name on paper is confirmed by that person's password. */

const frame = defineComponent({ setup: (_, { slots }) => () => h('div', [slots.default?.(), slots.footer?.()]) })
const send = vi.hoisted(() => vi.fn())
vi.mock('@/api/client', async (original) => ({ ...(await original<object>()), post: send }))

const APPEAL = { id: 'a1', unit: { id: 'u1', name: '泉城示范实验小学' }, about: 'veto', about_id: 'v1', about_text: '一票否决', grades: [], statement: '请复核', files: [], state: 'open' }
const CASE = { id: 'c1', acts: [], officer_ids: [], summary: '', respondent_kind: 'unit' } as unknown as PenaltyCase
const OWED = { fine_open_fen: 0, surcharge_open_fen: 0, refund_fen: 0 }
const EXECUTION = { case_id: 'c1', owed: OWED } as unknown as Execution

describe('acts that are signed', () => {
  it.each(['notice', 'hearing', 'hearing_record', 'legal_review', 'decision', 'no_penalty', 'transfer'])('%s asks for the password', (act) => {
    expect(formOf(act, CASE, []).needsPassword).toBe(true)
  })

  it.each(['evidence', 'statement', 'receipt', 'spot_report'])('%s does not', (act) => {
    expect(formOf(act, CASE, []).needsPassword ?? false).toBe(false)
  })

  it.each([['annulment', true], ['enforcement_end', true], ['payment', false]])('%s: %s', (act, asks) => {
    expect(executionFormOf(act, EXECUTION).needsPassword ?? false).toBe(asks)
  })
})

describe('an answer to an appeal', () => {
  let shown: VueWrapper

  beforeEach(() => {
    send.mockReset().mockResolvedValue({ id: 'a1' })
    shown = mount(AnswerDialog, { props: { appeal: APPEAL as never }, global: { stubs: { ElDialog: frame, ElSelect: true, ElOption: true } } })
  })
  afterEach(() => shown.unmount())

  it('is not sent without the password, and forgets it once sent', async () => {
    const vm = shown.vm as unknown as { draft: { outcome: string; reason: string; password: string } }
    vm.draft.outcome = 'rejected'
    vm.draft.reason = '理由不成立'
    await flushPromises()
    const button = shown.findAll('button').find((one) => one.text() === '确定')!
    expect(button.attributes('disabled')).toBeDefined()
    await shown.find('#answer-password').setValue('Quancheng-2026')
    expect(button.attributes('disabled')).toBeUndefined()
    await button.trigger('click')
    await flushPromises()
    expect(send).toHaveBeenCalledWith('/rating-appeals/a1/decisions', { outcome: 'rejected', grade: '', reason: '理由不成立', password: 'Quancheng-2026' })
    expect((shown.find('#answer-password').element as HTMLInputElement).value).toBe('')
  })
})

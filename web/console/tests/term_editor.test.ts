import { flushPromises, mount } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import ShapeField from '@/parts/terms/ShapeField.vue'
import TermEditor from '@/parts/terms/TermEditor.vue'
import VersionDialog from '@/parts/terms/VersionDialog.vue'
import { emptyOf, fits, linesOf, type Shape } from '@/parts/terms/shapes'

const SPAN: Shape = { type: 'group', parts: [
  { name: 'days', label: '天数', shape: { type: 'whole', least: 1, most: 90, unit: '天' } },
  { name: 'kind', label: '怎样计算', shape: { type: 'choice', least: 0, options: [{ value: 'working', label: '工作日' }, { value: 'calendar', label: '自然日' }] } },
] }
const LINES: Shape = { type: 'rows', title: '基准', least: 0, most: 2, row: { type: 'group', parts: [
  { name: 'text', label: '情节', shape: { type: 'words', least: 1, most: 20, is_long: false } },
  { name: 'fen', label: '最低', shape: { type: 'fen', least: 0, most: 10_000_000, unit: '' } },
] } }
const frame = defineComponent({ name: 'VersionDialog', props: ['path', 'trialPath', 'body', 'trialBody', 'isReady', 'fromOn', 'verified'], setup: (_, { slots }) => () => h('form', slots.default?.({ messages: {} })) })

function editor(shape: Shape, value: unknown) {
  const page = mount(TermEditor, {
    props: { name: '办案期限', code: 'decision', form: { code: 'decision', title: '办案期限', shape }, term: { value, basis: '行政处罚法', article: '第六十条', verified: true }, path: '/penalty-terms', hasArticle: true },
    global: { stubs: { VersionDialog: frame, DayField: true } },
  })
  const asked = () => page.findComponent(frame).props() as { body: () => Record<string, unknown>; isReady: boolean }
  return { page, asked }
}

afterEach(() => vi.unstubAllGlobals())

describe('a shape', () => {
  it('says values in words, with units, sums in yuan and rows on lines of their own', () => {
    expect(linesOf(SPAN, { days: 5, kind: 'working' })).toEqual(['天数：5 天', '怎样计算：工作日'])
    expect(linesOf(LINES, [{ text: '初犯', fen: 150050 }, { text: '再犯', fen: 0 }])).toEqual(['情节：初犯，最低：1,500.5 元', '情节：再犯，最低：0 元'])
    expect(linesOf({ type: 'rows', title: '提前', least: 0, most: 9, row: { type: 'whole', least: 0, most: 60, unit: '天' } }, [7, 3])).toEqual(['7 天、3 天'])
    expect(linesOf({ type: 'basis' }, 'law', () => '某法')).toEqual(['某法'])
  })

  it('shows what it does not understand as it is', () => {
    expect(linesOf(SPAN, 90)).toEqual(['90'])
  })

  it('begins a new row with what its form can show', () => {
    for (const shape of [SPAN, LINES, { type: 'fen_range', least: 0, most: 9 } as Shape, { type: 'flag' } as Shape]) expect(fits(shape, emptyOf(shape))).toBe(true)
  })
})

describe('the form of a term', () => {
  it('says a fault beside the field that the server names', async () => {
    const page = mount(ShapeField, { props: { shape: LINES, label: '', path: 'value', modelValue: [{ text: '', fen: 0 }], errors: { 'value.0.text': '应为 1 到 20 字' } } })
    const item = () => page.findAll('.el-form-item').find((one) => one.text().includes('情节'))
    await vi.waitFor(() => expect(item()?.text()).toContain('应为 1 到 20 字'))
    expect(page.findAll('.el-form-item__error')).toHaveLength(1)
  })

  it('adds, moves and drops rows, and stops at the most', async () => {
    const page = mount(ShapeField, { props: { shape: LINES, label: '', path: 'value', errors: {}, modelValue: [{ text: '甲', fen: 1 }, { text: '乙', fen: 2 }], 'onUpdate:modelValue': (value: unknown) => page.setProps({ modelValue: value }) } })
    const button = (label: string) => page.findAll('button').find((one) => one.attributes('aria-label') === label || one.text() === label)
    expect(button('增加基准')?.attributes('disabled')).toBeDefined()
    await button('下移基准 1')?.trigger('click')
    expect(page.props('modelValue')).toEqual([{ text: '乙', fen: 2 }, { text: '甲', fen: 1 }])
    await button('删除基准 1')?.trigger('click')
    await button('增加基准')?.trigger('click')
    expect(page.props('modelValue')).toEqual([{ text: '甲', fen: 1 }, { text: '', fen: 0 }])
  })

  it('takes sums in yuan and keeps them in fen', async () => {
    const page = mount(ShapeField, { props: { shape: { type: 'fen', least: 0, most: 10_000, unit: '' } as Shape, label: '最低', path: 'value', errors: {}, modelValue: 100 } })
    expect(page.find('input').element.value).toBe('1.00')
    await page.find('input').setValue('12.34')
    expect(page.emitted('update:modelValue')?.at(-1)).toEqual([1234])
  })

  it('is sent as a new version that nobody has checked yet, and leaves the old value alone', async () => {
    const old = { days: 90, kind: 'calendar' }
    const { page, asked } = editor(SPAN, old)
    page.findComponent(ShapeField).vm.$emit('update:modelValue', { days: 60, kind: 'calendar' })
    await page.vm.$nextTick()
    expect(asked().body()).toMatchObject({ code: 'decision', value: { days: 60, kind: 'calendar' }, basis: '行政处罚法', article: '第六十条', verified: false, to_on: null })
    expect(old.days).toBe(90)
  })

  it('lets raw JSON be edited behind 高级, and goes back only with what the form can show', async () => {
    const { page, asked } = editor(SPAN, { days: 90, kind: 'calendar' })
    const advanced = page.findAll('input[type="checkbox"]').at(-1)!
    await advanced.setValue(true)
    const area = page.find('textarea')
    await area.setValue('{"days": 30}')
    await area.trigger('change')
    expect(asked().isReady).toBe(false)
    await vi.waitFor(() => expect(page.text()).toContain('内容的结构与这一项不符'))
    await area.setValue('{"days": 30, "kind": "working"}')
    await area.trigger('change')
    expect(asked().isReady).toBe(true)
    expect(asked().body().value).toEqual({ days: 30, kind: 'working' })
  })
})

describe('a new version', () => {
  it('is tried out before it is kept', async () => {
    const sent: string[] = []
    vi.stubGlobal('fetch', (url: string | URL | Request) => {
      sent.push(String(url instanceof Request ? url.url : url))
      return Promise.resolve(new Response(JSON.stringify({ lines: ['至 12 月 23 日届满。'] }), { status: 200, headers: { 'Content-Type': 'application/json' } }))
    })
    const dialog = defineComponent({ setup: (_, { slots }) => () => h('div', [slots.default?.(), slots.footer?.()]) })
    const page = mount(VersionDialog, { props: { title: '另定', path: '/penalty-terms', trialPath: '/penalty-terms/preview', body: () => ({}), isReady: true, fromOn: '2026-11-23', verified: false }, global: { stubs: { ElDialog: dialog, DayField: true } } })
    await page.findAll('button').find((one) => one.text() === '试算影响')?.trigger('click')
    await flushPromises()
    expect(page.text()).toContain('至 12 月 23 日届满。')
    expect(sent.some((url) => url.endsWith('/penalty-terms/preview'))).toBe(true)
    expect(page.emitted('done')).toBeUndefined()
  })
})

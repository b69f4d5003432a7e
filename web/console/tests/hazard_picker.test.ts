import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import HazardPicker from '@/rulings/supervisions/HazardPicker.vue'

const row = (id: string, changes = {}) => ({ id, title: `隐患${id}`, grade: 'major', state: 'ordered', found_on: '2026-11-01', deadline_on: '2026-11-10', days_left: -13, ...changes })

function picker(errors: Record<string, string> = {}) {
  const asked: URL[] = []
  vi.stubGlobal('fetch', (url: string | URL | Request) => {
    asked.push(new URL(String(url instanceof Request ? url.url : url), 'https://bureau.example'))
    return Promise.resolve(new Response(JSON.stringify({ items: [row('1'), row('2')], next: null }), { status: 200, headers: { 'Content-Type': 'application/json' } }))
  })
  const page = mount(HazardPicker, { props: { unitId: 'u1', errors, modelValue: [] as string[], 'onUpdate:modelValue': (value: string[]) => page.setProps({ modelValue: value }) }, global: { stubs: { FilterSelect: true } } })
  return { page, asked }
}

const choose = (page: VueWrapper, title: string) => page.findAll('label').find((one) => one.text() === title)!.find('input').setValue(true)

afterEach(() => vi.unstubAllGlobals())

describe('hazards of a supervision letter', () => {
  it('are the open ones of the unit, chosen and dropped by name', async () => {
    const { page, asked } = picker()
    await flushPromises()
    expect(Object.fromEntries(asked[0]!.searchParams)).toMatchObject({ unit_id: 'u1', open: 'true' })
    await choose(page, '隐患2')
    expect(page.props('modelValue')).toEqual(['2'])
    expect(page.find('[aria-label="已选隐患"]').text()).toContain('隐患2')
    await page.find('button[aria-label="移除 隐患2"]').trigger('click')
    expect(page.props('modelValue')).toEqual([])
  })

  it('are forgotten when another unit is chosen', async () => {
    const { page, asked } = picker()
    await flushPromises()
    await choose(page, '隐患1')
    await page.setProps({ unitId: 'u2' })
    await flushPromises()
    expect(page.props('modelValue')).toEqual([])
    expect(asked.at(-1)!.searchParams.get('unit_id')).toBe('u2')
  })

  it('say beside the one that is settled that it is', async () => {
    const { page } = picker({ 'hazard_ids.0': '所列隐患已经了结' })
    await flushPromises()
    await choose(page, '隐患1')
    expect(page.find('[aria-label="已选隐患"]').text()).toContain('所列隐患已经了结')
  })
})

import { mount } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import AttachFiles from '@/parts/AttachFiles.vue'
import ConsentDialog from '@/rulings/deliveries/ConsentDialog.vue'
import UnitPicker from '@/units/UnitPicker.vue'
import TextField from '@/hazards/TextField.vue'

const UNIT = '01890000-0000-7000-8000-000000000001'
const SCAN = { sha256: 'a'.repeat(64), purpose: 'receipt', name: '确认书.pdf' }
const frame = defineComponent({ name: 'ActDialog', props: ['path', 'body', 'isReady'], setup: (_, { slots }) => () => h('form', slots.default?.({ messages: {} })) })

function dialog() {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ items: [], next: null }), { status: 200 })))
  const page = mount(ConsentDialog, { global: { stubs: { ActDialog: frame, DayField: true, ElSelect: true, ElOption: true, UnitPicker: true, AttachFiles: true, TextField: true } } })
  const asked = () => page.findComponent(frame).props() as { path: string; body: () => Record<string, unknown>; isReady: boolean }
  const say = (label: string, words: string) => page.findAllComponents(TextField).find((one) => one.props('label').startsWith(label))!.vm.$emit('update:modelValue', words)
  return { page, asked, say }
}

afterEach(() => vi.unstubAllGlobals())

describe('a consent to electronic service', () => {
  it('is sent to its unit with the signed form, and not before all of it is there', async () => {
    const { page, asked, say } = dialog()
    expect(asked().isReady).toBe(false)
    page.findComponent(UnitPicker).vm.$emit('update:modelValue', UNIT)
    say('确认人', ' 孙珺 ')
    say('送达地址', 'office@school.example')
    await page.vm.$nextTick()
    expect(asked().isReady).toBe(false)
    page.findComponent(AttachFiles).vm.$emit('update:modelValue', [SCAN])
    await page.vm.$nextTick()
    expect(asked().isReady).toBe(true)
    expect(asked().path).toBe(`/units/${UNIT}/delivery-consents`)
    expect(asked().body()).toMatchObject({ signed_by: '孙珺', post: '', channel: 'platform', address: 'office@school.example', files: [SCAN] })
  })

  it('waits for a file that is still on its way', async () => {
    const { page, asked, say } = dialog()
    page.findComponent(UnitPicker).vm.$emit('update:modelValue', UNIT)
    say('确认人', '孙珺')
    say('送达地址', 'office@school.example')
    page.findComponent(AttachFiles).vm.$emit('update:modelValue', [SCAN])
    page.findComponent(AttachFiles).vm.$emit('busy', true)
    await page.vm.$nextTick()
    expect(asked().isReady).toBe(false)
  })
})

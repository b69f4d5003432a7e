import { shallowRef } from 'vue'
import { mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { lookAgain } from '@/parts/lookAgain'

afterEach(() => vi.useRealTimers())

it('reads again while a paper is being made, and no more once it stands or the page is left', async () => {
  vi.useFakeTimers()
  const shown = shallowRef<{ state: string } | null>(null)
  const load = vi.fn(async () => undefined)
  const page = mount({ template: '<p />', setup: () => lookAgain(shown, (now) => now.state === 'rendering', load) })
  for (let turn = 1; turn <= 2; turn++) {
    shown.value = { state: 'rendering' }
    await vi.advanceTimersByTimeAsync(1500)
    expect(load).toHaveBeenCalledTimes(turn)
  }
  shown.value = { state: 'signed' }
  await vi.advanceTimersByTimeAsync(5000)
  expect(load).toHaveBeenCalledTimes(2)
  shown.value = { state: 'rendering' }
  await vi.advanceTimersByTimeAsync(100)
  page.unmount()
  await vi.advanceTimersByTimeAsync(5000)
  expect(load).toHaveBeenCalledTimes(2)
})

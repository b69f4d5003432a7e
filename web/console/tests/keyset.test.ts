import { mount } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useKeyset } from '@/lists/useKeyset'

interface Row { id: number }
type Asked = { path: string; answer: (page: unknown) => void }

function listOf() {
  let list!: ReturnType<typeof useKeyset<Row>>
  const page = mount(defineComponent({ setup: () => ((list = useKeyset<Row>('/units', 2)), () => h('i')) }))
  return { list, page }
}

function server(): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
    new Promise((answer, refuse) => {
      init.signal?.addEventListener('abort', () => refuse(new DOMException('', 'AbortError')))
      asked.push({ path, answer: (body) => answer(new Response(JSON.stringify(body), { status: 200 })) })
    }),
  )
  return asked
}

const settle = () => new Promise((done) => setTimeout(done))

afterEach(() => vi.unstubAllGlobals())

describe('a list read by key', () => {
  it('adds the next page after the rows it has', async () => {
    const asked = server()
    const { list } = listOf()
    void list.reload({ kind: 'organ' })
    asked[0]!.answer({ items: [{ id: 1 }, { id: 2 }], next: 'k' })
    await settle()
    void list.loadMore()
    expect(asked[1]!.path).toBe('/api/v1/units?kind=organ&limit=2&after=k')
    asked[1]!.answer({ items: [{ id: 3 }], next: null })
    await settle()
    expect(list.items.value.map(({ id }) => id)).toEqual([1, 2, 3])
    expect(list.next.value).toBeNull()
  })

  it('forgets an older question when a newer one was asked', async () => {
    const asked = server()
    const { list } = listOf()
    void list.reload({ q: '一' })
    void list.reload({ q: '一中' })
    asked[1]!.answer({ items: [{ id: 9 }], next: null })
    await settle()
    asked[0]!.answer({ items: [{ id: 1 }], next: null })
    await settle()
    expect(list.items.value).toEqual([{ id: 9 }])
    expect(list.problem.value).toBeNull()
  })

  it('stays silent after its page was left', async () => {
    server()
    const { list, page } = listOf()
    void list.reload({})
    page.unmount()
    await settle()
    expect(list.problem.value).toBeNull()
  })
})

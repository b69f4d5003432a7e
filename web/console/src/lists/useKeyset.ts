import { onBeforeUnmount, ref, shallowRef } from 'vue'
import { get, type Query } from '@/api/client'
import { asProblem, type Problem } from '@/api/problems'
import type { Page } from '@/api/types'

/** Rows of a list read page by page after a key; a newer question makes an older answer void. */
export function useKeyset<T>(path: string, limit = 30) {
  const items = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  const isLoading = ref(false)
  const problem = ref<Problem | null>(null)
  let query: Query = {}
  let running: AbortController | null = null

  async function load(after: string | null): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    isLoading.value = true
    problem.value = null
    try {
      const page = await get<Page<T>>(path, { ...query, limit, after }, mine.signal)
      if (mine !== running) return
      items.value = after === null ? page.items : [...items.value, ...page.items]
      next.value = page.next ?? null
    } catch (thrown) {
      if (mine !== running) return
      problem.value = asProblem(thrown)
      if (after === null) items.value = []
    } finally {
      if (mine === running) isLoading.value = false
    }
  }

  onBeforeUnmount(() => {
    const last = running
    running = null
    last?.abort()
  })

  return {
    items,
    next,
    isLoading,
    problem,
    /** Ask anew from the first row, with other filters if given. */
    reload: (filters: Query = query) => {
      query = filters
      return load(null)
    },
    loadMore: () => (next.value === null || isLoading.value ? Promise.resolve() : load(next.value)),
    /** Put a changed row in the place of the old one. */
    replace: (isOld: (row: T) => boolean, row: T) => {
      items.value = items.value.map((old) => (isOld(old) ? row : old))
    },
  }
}

import { ref, shallowRef } from 'vue'
import { call } from '@/api/client'
import { asProblem, type Problem } from '@/api/problems'

/** One resource with its ETag; a newer question makes an older answer void. */
export function useLoaded<T>() {
  const item = shallowRef<T | null>(null)
  const etag = ref<string | null>(null)
  const isLoading = ref(false)
  const problem = ref<Problem | null>(null)
  let lastPath = ''
  let turn = 0

  async function load(path: string = lastPath): Promise<void> {
    if (path !== lastPath) item.value = null
    lastPath = path
    const mine = (turn += 1)
    isLoading.value = true
    problem.value = null
    try {
      const reply = await call<T>('GET', path)
      if (mine !== turn) return
      item.value = reply.data
      etag.value = reply.etag
    } catch (thrown) {
      if (mine === turn) problem.value = asProblem(thrown)
    } finally {
      if (mine === turn) isLoading.value = false
    }
  }

  function clear(): void {
    turn += 1
    lastPath = ''
    item.value = null
    problem.value = null
    isLoading.value = false
  }

  return { item, etag, isLoading, problem, load, clear }
}

import type { Page } from '@shouwang/shared/contract'
import { ref, shallowRef } from 'vue'
import { api } from '../session/session'

/** Rows of a list at the server, page by page; its failure is kept for the screen, to be tried again. */
export function usePaged<T>(path: string, query: Record<string, string | boolean> = {}) {
  const rows = shallowRef<T[] | null>(null)
  const next = ref<string | null>(null)
  const busy = ref(false)
  const error = shallowRef<unknown>(null)

  async function load(after: string | null = null): Promise<void> {
    busy.value = true
    error.value = null
    try {
      const page = await api.get<Page<T>>(path, { ...query, limit: 30, after })
      rows.value = after === null ? page.items : [...(rows.value ?? []), ...page.items]
      next.value = page.next
    } catch (problem) {
      error.value = problem
    } finally {
      busy.value = false
    }
  }

  void load()
  return { rows, next, busy, error, reload: () => load(), more: () => load(next.value) }
}

/** One act at the server: busy while it runs, its failure kept. Undefined when it failed. */
export function useSending() {
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  async function send<T>(path: string, body?: unknown): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    error.value = null
    try {
      return await api.post<T>(path, body)
    } catch (problem) {
      error.value = problem
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, error, send }
}

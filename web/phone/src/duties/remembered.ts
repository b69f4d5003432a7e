import { ref, type Ref } from 'vue'
import { readMeta, writeMeta } from '../device/database'
import { api, session } from '../session/session'

export interface Remembered<T> {
  value: Ref<T | null>
  /** True while what is shown is what the server said last time. */
  isOld: Ref<boolean>
  error: Ref<unknown>
  reload(): Promise<void>
}

/** What the server says, and without a network what it said last to this account on this phone. */
export function useRemembered<T>(path: string): Remembered<T> {
  const value = ref(null) as Ref<T | null>
  const isOld = ref(false)
  const error = ref<unknown>(null)
  const account = session.me!.account_id
  const key = `remembered:${account}:${path}`

  async function reload(): Promise<void> {
    error.value = null
    if (value.value === null) {
      value.value = (await readMeta<T>(key)) ?? null
      isOld.value = value.value !== null
    }
    try {
      value.value = await api.get<T>(path, undefined, { as: account })
      isOld.value = false
      await writeMeta(key, JSON.parse(JSON.stringify(value.value)))
    } catch (problem) {
      error.value = problem
    }
  }

  void reload()
  return { value, isOld, error, reload }
}

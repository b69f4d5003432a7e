import { ref, type Ref } from 'vue'
import { readMeta, writeMeta } from '../device/database'
import { api, session } from '../session/session'

export interface Remembered<T> {
  value: Ref<T | null>
  /** True while what is shown is what the server said last time. */
  isOld: Ref<boolean>
  /** When the server said what is shown, by this phone's clock. */
  seenAt: Ref<string | null>
  error: Ref<unknown>
  reload(): Promise<void>
}

/** What the server says, and without a network what it said last to this account on this phone. */
export function useRemembered<T>(path: string): Remembered<T> {
  const value = ref(null) as Ref<T | null>
  const isOld = ref(false)
  const seenAt = ref<string | null>(null)
  const error = ref<unknown>(null)
  const account = session.me!.account_id
  const key = `remembered:${account}:${path}`

  async function reload(): Promise<void> {
    error.value = null
    if (value.value === null) {
      value.value = (await readMeta<T>(key)) ?? null
      isOld.value = value.value !== null
      seenAt.value = (await readMeta<string>(`seen_at:${key}`)) ?? null
    }
    try {
      value.value = await api.get<T>(path, undefined, { as: account })
      isOld.value = false
      seenAt.value = new Date().toISOString()
      await writeMeta(key, JSON.parse(JSON.stringify(value.value)))
      await writeMeta(`seen_at:${key}`, seenAt.value)
    } catch (problem) {
      error.value = problem
    }
  }

  void reload()
  return { value, isOld, seenAt, error, reload }
}

import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { sync } from '../sync/sync'

/** Rows of the phone's storage, read again whenever the sync changed something. Undefined until first read. */
export function useStored<T>(read: () => Promise<T>): ShallowRef<T | undefined> {
  const rows = shallowRef<T>()
  let asked = 0
  let alive = true
  onScopeDispose(() => {
    alive = false
  })
  watch(() => sync.changes, async () => {
    const mine = ++asked
    const result = await read()
    if (alive && mine === asked) rows.value = result
  }, { immediate: true })
  return rows
}

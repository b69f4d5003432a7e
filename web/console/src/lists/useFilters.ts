import { reactive, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** Filters that live in the address, so that a filtered list can be linked to and gone back to. */
export function useFilters<K extends string>(names: readonly K[], onChange: (filters: Record<K, string>) => void) {
  const route = useRoute()
  const router = useRouter()
  const ownPath = route.path
  const filters = reactive({}) as Record<K, string>

  function readAddress(): void {
    for (const name of names) filters[name] = typeof route.query[name] === 'string' ? (route.query[name] as string) : ''
  }

  function apply(): void {
    const kept = Object.fromEntries(Object.entries(route.query).filter(([name]) => !names.includes(name as K)))
    const given = Object.entries(filters).filter(([, value]) => value !== '' && value !== null && value !== undefined)
    void router.replace({ query: { ...kept, ...Object.fromEntries(given) } as Record<string, string> })
  }

  function clear(): void {
    for (const name of names) filters[name] = ''
    apply()
  }

  readAddress()
  onChange({ ...filters })
  watch(
    () => (route.path === ownPath ? names.map((name) => route.query[name] ?? '').join('\u0000') : null),
    (now, before) => {
      if (now === null || now === before) return
      readAddress()
      onChange({ ...filters })
    },
  )

  return { filters, apply, clear }
}

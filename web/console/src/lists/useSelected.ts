import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** Which row's drawer is open, kept in the address as `?open=<id>`. */
export function useSelected() {
  const route = useRoute()
  const router = useRouter()
  const selectedId = computed(() => (typeof route.query.open === 'string' ? route.query.open : null))

  return {
    selectedId,
    open: (id: string) => router.push({ query: { ...route.query, open: id } }),
    close: () => {
      const { open: _gone, ...rest } = route.query
      return router.replace({ query: rest })
    },
  }
}

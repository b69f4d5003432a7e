import { onBeforeUnmount } from 'vue'
import { useRouter } from 'vue-router'

/** While a full-screen part is open, the phone's back key closes it instead of leaving the page. */
export function useBackCloses(close: () => void): void {
  const stop = useRouter().beforeEach(() => {
    close()
    return false
  })
  onBeforeUnmount(stop)
}

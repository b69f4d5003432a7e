import { onBeforeUnmount, watch, type Ref } from 'vue'

/** Papers are made by a job: reads again until what is shown stands still, or the page is left. */
export function lookAgain<T>(shown: Ref<T | null>, isMoving: (now: T) => boolean, load: () => Promise<void>, afterMs = 1500): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(shown, (now) => {
    clearTimeout(timer)
    if (now !== null && isMoving(now)) timer = setTimeout(() => void load(), afterMs)
  })
  onBeforeUnmount(() => clearTimeout(timer))
}

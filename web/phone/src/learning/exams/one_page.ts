import { onBeforeUnmount, ref, type Ref } from 'vue'

/** One page at a time may hold this name; another may take it over, and this one then lets go. Without locks every page may. */
export function useOnePage(name: string): { isMine: Ref<boolean>; take(): void } {
  const isMine = ref(true)
  const locks = globalThis.navigator?.locks
  let release = () => {}
  let left = false

  function hold(steal: boolean): void {
    if (!locks) return
    void locks.request(name, steal ? { steal: true } : { ifAvailable: true }, (lock) => {
      isMine.value = lock !== null
      if (!lock || left) return undefined
      return new Promise<void>((resolve) => { release = resolve })
    }).catch(() => { isMine.value = false })
  }

  hold(false)
  onBeforeUnmount(() => {
    left = true
    release()
  })
  return { isMine, take: () => hold(true) }
}

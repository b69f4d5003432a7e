import { onBeforeUnmount, onMounted } from 'vue'

const IDLE_MS = 30 * 60 * 1000
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Notice an unattended session (等保: idle logout). Called once, from the shell. */
export function watchForIdleness(onIdle: () => void, idleMs: number = IDLE_MS): void {
  let timer: ReturnType<typeof setTimeout>
  const restart = () => {
    clearTimeout(timer)
    timer = setTimeout(onIdle, idleMs)
  }
  onMounted(() => {
    SIGNS_OF_LIFE.forEach((sign) => addEventListener(sign, restart, { passive: true }))
    restart()
  })
  onBeforeUnmount(() => {
    SIGNS_OF_LIFE.forEach((sign) => removeEventListener(sign, restart))
    clearTimeout(timer)
  })
}

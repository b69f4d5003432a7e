import { reactive } from 'vue'

/** A newer version has been fetched and waits for the person's word. */
export const update = reactive({ waiting: false })

const CHECK_EVERY_MS = 30 * 60_000
let registration: ServiceWorkerRegistration | null = null

export async function registerWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    registration = await navigator.serviceWorker.register('/m/sw.js', { scope: '/m/', updateViaCache: 'none' })
  } catch (error) {
    // WeChat on iOS and private windows have none: the app then works online, and its queue is still kept.
    console.warn('no service worker', error)
    return
  }
  look(registration)
  registration.addEventListener('updatefound', () => registration?.installing?.addEventListener('statechange', () => look(registration!)))
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && checkForUpdate())
  setInterval(checkForUpdate, CHECK_EVERY_MS)
}

export function checkForUpdate(): void {
  registration?.update().catch(() => {})
}

/** Change to the waiting version, looked for now if none is there yet, and load its page. Drafts are stored already. */
export async function takeUpdate(): Promise<void> {
  if (registration && !registration.waiting) {
    const updated = await registration.update().catch(() => null)
    await installed(updated?.installing ?? null)
  }
  if (!registration?.waiting) return location.reload()
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  registration.waiting.postMessage('take_over')
}

/** WeChat on an iPhone can neither work offline nor keep its storage safe. */
export function isPoorBrowser(agent: string = navigator.userAgent): boolean {
  return /MicroMessenger/i.test(agent) && /iphone|ipad/i.test(agent)
}

function installed(worker: ServiceWorker | null): Promise<void> {
  return new Promise((resolve) => {
    if (!worker || worker.state !== 'installing') return resolve()
    worker.addEventListener('statechange', () => resolve(), { once: true })
  })
}

function look(from: ServiceWorkerRegistration): void {
  update.waiting = from.waiting !== null && navigator.serviceWorker.controller !== null
}

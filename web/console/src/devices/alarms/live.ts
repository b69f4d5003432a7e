import { computed, ref, shallowRef } from 'vue'
import { get, streamText } from '@/api/client'
import { asProblem } from '@/api/problems'
import { session } from '@/api/session'
import type { AlarmEvent } from '@/api/types'
import { groupsOf, withChange } from './board'
import { eventReader } from './sse'

const ASK_MS = 5_000
const AGAIN_MS = 500
const WAIT_MS = 3_000

export type Link = 'live' | 'asking' | 'lost'

/** What waits for somebody, kept up to date while a screen watches. */
export const open = shallowRef<Map<string, AlarmEvent>>(new Map())
/** How the screen hears: at once, at intervals, or not at all. */
export const link = ref<Link>('asking')
/** Whether this page is a desk's alert screen, which must not lock itself. */
export const isOnDuty = ref(false)
export const groups = computed(() => groupsOf(open.value.values()))
export const waitingReal = computed(() => [...open.value.values()].filter((event) => event.rings && !event.is_test).length)

/** Ask once what is open. Raises Problem. */
export async function askOpen(signal?: AbortSignal): Promise<string> {
  const found = await get<{ items: AlarmEvent[]; mark: string }>('/alarm-events/open', {}, signal)
  open.value = new Map(found.items.map((event) => [event.id, event]))
  return found.mark
}

export function noteChange(change: AlarmEvent): void {
  open.value = withChange(open.value, change)
}

/** Watch by a live stream, and at intervals while none is to be had. Returns how to stop. */
export function watchLive(): () => void {
  const end = new AbortController()
  void follow(end.signal)
  return () => end.abort()
}

async function follow(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await listenOnce(await askOpen(signal), signal)
      await pause(AGAIN_MS, signal)
    } catch (thrown) {
      if (signal.aborted) return
      const isFull = asProblem(thrown).status === 429
      link.value = isFull ? 'asking' : 'lost'
      await pause(isFull ? ASK_MS : WAIT_MS, signal)
    }
  }
}

async function listenOnce(mark: string, signal: AbortSignal): Promise<void> {
  const read = eventReader()
  for await (const piece of streamText('/alarm-events/stream', mark, signal)) {
    link.value = 'live'
    for (const event of read(piece)) if (event.name === 'alarm') noteChange(JSON.parse(event.data) as AlarmEvent)
  }
}

/** Ask at intervals, for the strip above other pages. Returns how to stop. */
export function watchSlowly(everyMs = 15_000): () => void {
  const look = () => {
    if (session.me !== null && session.lock === null && document.visibilityState === 'visible') void askOpen().catch(() => {})
  }
  look()
  const timer = setInterval(look, everyMs)
  document.addEventListener('visibilitychange', look)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true })
  })
}

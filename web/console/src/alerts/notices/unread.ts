import { ref } from 'vue'
import { get } from '@/api/client'
import { session } from '@/api/session'

const EVERY_MS = 60_000

/** Unread notices; counted at the server up to 100. */
export const unread = ref(0)

export async function countUnread(): Promise<void> {
  if (session.me === null || session.lock !== null) return
  const found = await get<{ unread: number }>('/notices/unread').catch(() => null)
  if (found !== null) unread.value = found.unread
}

/** Count now, each minute while the page is looked at, and when it is looked at again. Returns how to stop. */
export function watchUnread(): () => void {
  const look = () => {
    if (document.visibilityState === 'visible') void countUnread()
  }
  look()
  const timer = setInterval(look, EVERY_MS)
  document.addEventListener('visibilitychange', look)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  }
}

import { database } from '../device/database'
import { api, session } from '../session/session'

const MOST_KEPT = 200

export interface Seen {
  bytes: ArrayBuffer
  media_type: string
}

/**
 * A small picture of the server's, and without a network the one this account has seen on this phone before: whoever takes
 * the photo after must have the one of before in sight. Null when it was never seen.
 */
export async function seenBytes(path: string, query?: Record<string, string>): Promise<Seen | null> {
  const shelf = `seen:${session.me?.account_id ?? ''}`
  const found = await api.bytes(path, query).catch(() => null)
  const db = await database()
  if (!found) return (await db.get('media', [shelf, path])) ?? null
  const kept = await db.getAllKeysFromIndex('media', 'record', shelf)
  for (const key of kept.slice(0, Math.max(0, kept.length - MOST_KEPT + 1))) await db.delete('media', key)
  await db.put('media', { record_id: shelf, name: path, ...found })
  return found
}

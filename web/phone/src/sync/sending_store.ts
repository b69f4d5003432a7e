import type { QueueStore, Sending } from '@shouwang/shared/queue'
import { database, plain } from '../device/database'

/** The queue's rows in IndexedDB; one record's bytes at a time are in memory. */
export const sendingStore: QueueStore = {
  async due(owner) {
    const rows = await (await database()).getAllFromIndex('sending', 'owner', owner)
    return rows.filter((row) => row.state === 'waiting' || row.state === 'awaiting_media').sort((a, b) => a.frozen_at - b.frozen_at).map((row) => row.id)
  },
  async sending(id) {
    return (await database()).get('sending', id)
  },
  async body(id) {
    return (await (await database()).get('frozen', id))?.body
  },
  async media(id, sha256) {
    return (await (await database()).get('media', [id, sha256]))?.bytes
  },
  async save(sending) {
    await (await database()).put('sending', plain(sending))
  },
}

export async function allSending(): Promise<Sending[]> {
  const rows = await (await database()).getAll('sending')
  return rows.sort((a, b) => b.frozen_at - a.frozen_at)
}

/** Let a person's record try again after it was held. */
export async function releaseHeld(id: string): Promise<void> {
  const db = await database()
  const row = await db.get('sending', id)
  if (row?.state !== 'held') return
  row.state = row.receipt ? 'awaiting_media' : 'waiting'
  row.problem = null
  row.uploads.forEach((upload) => {
    upload.problem = null
  })
  await db.put('sending', row)
}

const KEEP_BYTES_MS = 7 * 86_400_000

/** Originals of records that the server has whole go after a week; thumbnails and the record stay. */
export async function clearSentBytes(now: number = Date.now()): Promise<void> {
  const db = await database()
  for (const row of await db.getAll('sending')) {
    if (row.state !== 'complete' || now - (row.completed_at ?? now) < KEEP_BYTES_MS) continue
    const transaction = db.transaction('media', 'readwrite')
    for (const key of await transaction.store.index('record').getAllKeys(row.id)) {
      if (!key[1].startsWith('thumb:')) await transaction.store.delete(key)
    }
    await transaction.done
  }
}

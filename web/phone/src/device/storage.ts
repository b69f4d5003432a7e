import { readMeta, writeMeta } from './database'

export type Persistence = 'granted' | 'refused' | 'unknown'

/** Ask the browser not to clear our data when space runs short. The answer is shown, never assumed. */
export async function askPersistence(): Promise<Persistence> {
  if (!navigator.storage?.persist) return 'unknown'
  return (await navigator.storage.persist()) ? 'granted' : 'refused'
}

export async function persistence(): Promise<Persistence> {
  if (!navigator.storage?.persisted) return 'unknown'
  return (await navigator.storage.persisted()) ? 'granted' : 'refused'
}

export interface Room {
  usedBytes: number
  quotaBytes: number
}

export async function room(): Promise<Room | null> {
  const estimate = await navigator.storage?.estimate?.()
  return estimate?.quota ? { usedBytes: estimate.usage ?? 0, quotaBytes: estimate.quota } : null
}

/** Private windows and full disks show only when something is written. */
export async function canWrite(): Promise<boolean> {
  try {
    const mark = Date.now()
    await writeMeta('probe', mark)
    return (await readMeta<number>('probe')) === mark
  } catch {
    return false
  }
}

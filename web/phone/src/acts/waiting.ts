import { database } from '../device/database'
import type { KeptAct } from './kept_act'

export function keyOf(owner: string, path: string): string {
  return `act:${owner}:${path}`
}

/** The owner's acts that are finished and not with the server yet. */
export async function unsentActs(owner: string): Promise<KeptAct<object>[]> {
  const start = keyOf(owner, '')
  const rows = (await (await database()).getAll('meta', IDBKeyRange.bound(start, `${start}\uffff`))) as KeptAct<object>[]
  return rows.filter((act) => act.state !== 'writing')
}

/** Where a person looks at an act that waits: those that name another address to be posted to are known by their page. */
export function pageOf(act: KeptAct<object>): string {
  return act.to ? act.path : '/hazards'
}

import type { Page, Pull, Unit } from '@shouwang/shared/contract'
import { database, readMeta } from '../device/database'
import { api, session } from '../session/session'

const MOST_FOUND = 20

/** Whether this phone holds only the units of its tasks, because there are too many within reach to carry. */
export async function holdsTaskUnitsOnly(): Promise<boolean> {
  return (await readMeta<Pull['scope']>('scope')) === 'task_units'
}

/** Units by name or code from the server. Raises Unreachable, ProblemError. */
export async function searchUnits(words: string): Promise<Unit[]> {
  return (await api.get<Page<Unit>>('/units', { q: words, limit: MOST_FOUND }, { as: session.me!.account_id })).items
}

/** Keep a unit that was looked up, so that its check can go on without a network. */
export async function keepUnit(unit: Unit): Promise<void> {
  await (await database()).put('units', unit)
}

import type { Hazard, Page } from '@shouwang/shared/contract'
import { ProblemError } from '@shouwang/shared/problems'
import { database } from '../device/database'
import { api, session } from '../session/session'

const PAGE = 50

/** The newest hazards within reach, kept for reading without a network. */
export async function pullHazards(): Promise<void> {
  try {
    const page = await api.get<Page<Hazard>>('/hazards', { limit: PAGE }, { as: session.me!.account_id })
    const transaction = (await database()).transaction('hazards', 'readwrite')
    await transaction.store.clear()
    await Promise.all(page.items.map((hazard) => transaction.store.put(hazard)))
    await transaction.done
  } catch (error) {
    // Some roles may check without seeing everyone's hazards; their own stand in the receipts.
    if (!(error instanceof ProblemError) || (error.status !== 403 && error.status !== 404)) throw error
  }
}

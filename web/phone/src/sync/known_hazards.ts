import type { Hazard } from '@shouwang/shared/contract'
import { beijingDay } from '@shouwang/shared/format'
import { database } from '../device/database'
import { session } from '../session/session'

export type KnownHazard = Omit<Hazard, 'history' | 'bases' | 'inspection_id'> & Partial<Pick<Hazard, 'history' | 'bases' | 'inspection_id'>>

/** What the server told in its list, and what stood in the receipts of this phone's own records. */
export async function knownHazards(): Promise<KnownHazard[]> {
  const db = await database()
  const [listed, sent] = await Promise.all([db.getAll('hazards'), db.getAllFromIndex('sending', 'owner', session.me?.account_id ?? '')])
  const known = new Map<string, KnownHazard>(listed.map((hazard) => [hazard.id, hazard]))
  for (const row of sent) {
    for (const hazard of row.receipt?.hazards ?? []) {
      if (known.has(hazard.id)) continue
      const record = (await db.get('frozen', row.id))?.record
      const answer = record?.answers[hazard.item_id]
      known.set(hazard.id, {
        ...hazard, grade: hazard.grade === 'major' ? 'major' : 'general', unit_id: record?.unit_id ?? '', unit_name: row.unit_name, site_id: record?.site_id ?? null, note: answer?.note ?? '',
        photos: answer?.photos ?? [], found_on: beijingDay(Date.parse(record?.ended_at ?? '') || row.frozen_at), source: record?.kind === 'self' ? 'self' : 'inspection', kind: 'public_security',
        state: 'found', order_id: null, deadline_on: null, recheck_due_on: null, extension_asked_on: null, overdue_on: null, failed_on: null, closed_on: null, version: 1, inspection_id: row.id,
      })
    }
  }
  return [...known.values()].sort((a, b) => b.found_on.localeCompare(a.found_on) || b.id.localeCompare(a.id))
}

import type { components } from '@shouwang/shared/api-types'
import { useRemembered, type Remembered } from '../duties/remembered'
import { readMeta } from '../device/database'
import { session } from '../session/session'

export type Sheet = components['schemas']['FacilitySheet']
export type Line = components['schemas']['FacilityLine']
export type Upkeep = components['schemas']['FacilityUpkeep']
export type UpkeepTask = components['schemas']['UpkeepTask']

const LAST_UNIT = 'shouwang.sheet_unit'

/** Everything of one unit that is looked at and counted; known without a network once it was opened with one. */
export function useSheet(unitId: string): Remembered<Sheet> {
  sessionStorage.setItem(LAST_UNIT, unitId)
  return useRemembered<Sheet>(`/units/${unitId}/facility-sheet`)
}

/** The unit whose facilities are meant: one's own, else the one looked at last. */
export function unitInSight(asked: unknown): string | null {
  if (typeof asked === 'string' && asked) return asked
  return session.me?.unit?.id ?? sessionStorage.getItem(LAST_UNIT)
}

/** A facility as the sheet of its unit told it last, for one that was never opened by itself. */
export async function lineFromSheet(unitId: string | null, facilityId: string): Promise<Line | null> {
  if (!unitId) return null
  const sheet = await readMeta<Sheet>(`remembered:${session.me!.account_id}:/units/${unitId}/facility-sheet`)
  return sheet?.facilities.find((one) => one.id === facilityId) ?? null
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/** The facility that a label names: the last id in its address. */
export function idInLabel(text: string): string | null {
  return text.match(UUID)?.at(-1)?.toLowerCase() ?? null
}

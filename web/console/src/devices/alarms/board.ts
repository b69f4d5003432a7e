import type { AlarmEvent } from '@/api/types'

/** What belongs on one card: all that one zone of a line calls for the same reason. */
export interface AlarmGroup {
  key: string
  /** The latest; to take it takes those before it. */
  last: AlarmEvent
  first: AlarmEvent
  count: number
}

/** Put a change in its place: newer versions win, what waits no longer goes. */
export function withChange(known: ReadonlyMap<string, AlarmEvent>, change: AlarmEvent): Map<string, AlarmEvent> {
  const next = new Map(known)
  const old = next.get(change.id)
  if (old !== undefined && old.version >= change.version) return next
  if (change.needs_answer) next.set(change.id, change)
  else next.delete(change.id)
  return next
}

/** Cards, real alarms first, then tests, then what makes no sound; the latest first. */
export function groupsOf(events: Iterable<AlarmEvent>): AlarmGroup[] {
  const groups = new Map<string, AlarmGroup>()
  for (const event of [...events].sort((a, b) => a.received_at.localeCompare(b.received_at))) {
    const key = `${event.line_id}:${event.zone_number}:${event.kind}:${event.is_test}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { key, last: event, first: event, count: 1 + event.repeated })
    else Object.assign(group, { last: event, count: group.count + 1 + event.repeated })
  }
  const rank = (group: AlarmGroup) => (!group.last.rings ? 2 : group.last.is_test ? 1 : 0)
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || b.last.received_at.localeCompare(a.last.received_at))
}

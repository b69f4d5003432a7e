import type { Day } from '@shouwang/shared/contract'
import { Unreachable } from '@shouwang/shared/problems'
import { watch } from 'vue'
import { readMeta, writeMeta } from '../device/database'
import { api, may, session } from '../session/session'
import { sync } from '../sync/sync'
import { alerts, type InForce } from './standing'
import { keepReport, sendReports, waitingReports } from './zero_queue'

/** What was known last time at once, then the server's word whenever a round of sync has ended well. */
export function watchAlerts(): void {
  watch(() => session.me?.account_id, () => void recall(), { immediate: true })
  watch(() => sync.syncedAt, () => void refreshAlerts())
  watch(() => Boolean(alerts.inForce?.levels.length || alerts.inForce?.zero_report || alerts.waiting.length), (needed) => needed && void fetchBanner(), { immediate: true })
}

async function fetchBanner(): Promise<void> {
  alerts.banner ??= (await import('./LevelBanner.vue').catch(() => null))?.default ?? null
}

async function recall(): Promise<void> {
  const owner = session.me?.account_id
  const kept = owner ? await readMeta<{ owner: string; inForce: InForce }>('in_force') : undefined
  alerts.inForce = kept && kept.owner === owner ? kept.inForce : null
  alerts.unread = 0
  alerts.refusal = null
  alerts.waiting = owner ? await waitingReports(owner) : []
}

/** Send zero reports that wait, then read levels and unread notices. Quiet without a network. */
export async function refreshAlerts(): Promise<void> {
  const owner = session.me?.account_id
  if (!owner) return
  try {
    await sendReports(owner)
  } catch (error) {
    if (!(error instanceof Unreachable)) alerts.refusal = error
  }
  alerts.waiting = await waitingReports(owner)
  try {
    alerts.unread = (await api.get<{ unread: number }>('/notices/unread')).unread
    if (!may('level.view')) return
    alerts.inForce = await api.get<InForce>('/security-levels/in-force')
    await writeMeta('in_force', { owner, inForce: JSON.parse(JSON.stringify(alerts.inForce)) })
  } catch {
    // Shown as it was known last; the strip above says that we are offline.
  }
}

export async function reportDay(day: Day, happened: boolean, text: string): Promise<void> {
  alerts.refusal = null
  await keepReport(session.me!.account_id, day, happened, text)
  await refreshAlerts()
}

/** Days still to report, today first; those that wait on this phone are no longer asked for. */
export function daysAsked(): Day[] {
  const asked = alerts.inForce?.zero_report
  if (!asked) return []
  const days = [...(asked.due_at && !asked.report ? [asked.day] : []), ...asked.missing_days.filter((day) => day !== asked.day)]
  return days.filter((day) => !alerts.waiting.some((row) => row.day === day))
}

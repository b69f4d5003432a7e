import type { components } from '@shouwang/shared/api-types'
import type { Day } from '@shouwang/shared/contract'
import { ProblemError } from '@shouwang/shared/problems'
import { mayPass } from '@shouwang/shared/queue'
import { newId } from '@shouwang/shared/uuid'
import { readMeta, writeMeta } from '../device/database'
import { api } from '../session/session'

export type ZeroReport = components['schemas']['ZeroReport']

/** A zero report that is on its way; its id is chosen once, so that a repeated sending is one report. */
export interface WaitingReport {
  id: string
  owner: string
  day: Day
  happened: boolean
  text: string
}

const KEY = 'zero_reports'

export async function waitingReports(owner: string): Promise<WaitingReport[]> {
  return ((await readMeta<WaitingReport[]>(KEY)) ?? []).filter((row) => row.owner === owner)
}

/** Keep it on the phone first; sending comes after. A day already waiting is worded anew. */
export async function keepReport(owner: string, day: Day, happened: boolean, text: string): Promise<void> {
  const rows = (await readMeta<WaitingReport[]>(KEY)) ?? []
  const others = rows.filter((row) => row.owner !== owner || row.day !== day)
  await writeMeta(KEY, [...others, { id: newId(), owner, day, happened, text }])
}

/** Send what waits, one after another. A refusal takes the report out and is thrown; no answer leaves it waiting. */
export async function sendReports(owner: string): Promise<void> {
  for (const row of await waitingReports(owner)) {
    const { owner: _own, ...body } = row
    try {
      await api.post<ZeroReport>('/zero-reports', body, { as: owner })
    } catch (error) {
      if (error instanceof ProblemError && error.status < 500 && !mayPass(error)) {
        await drop(row.id)
        // A colleague was first: nothing more to say, unless something happened.
        if (error.code === 'zero_report_exists' && !row.happened) continue
      }
      throw error
    }
    await drop(row.id)
  }
}

async function drop(id: string): Promise<void> {
  await writeMeta(KEY, ((await readMeta<WaitingReport[]>(KEY)) ?? []).filter((row) => row.id !== id))
}

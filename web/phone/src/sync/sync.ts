import { backOffSeconds, Queue, type Sending } from '@shouwang/shared/queue'
import { describeProblem, ProblemError, SignInNeeded, Unreachable, type Shown } from '@shouwang/shared/problems'
import { reactive } from 'vue'
import { database } from '../device/database'
import { enrolDevice } from '../device/device_key'
import { api, confirmSession, may, session } from '../session/session'
import { APP_VERSION, isOlder } from '../version'
import { pullHazards } from './hazards'
import { pageOf, unsentActs } from '../acts/waiting'
import { pullChanges } from './pull'
import { allSending, sendingStore } from './sending_store'

interface SyncState {
  running: boolean
  /** Own records not yet whole at the server. */
  unsent: number
  /** Of those, the ones that wait for a person. */
  held: number
  oldestUnsentAt: number | null
  /** Finished acts of a unit's person (rectifications, requests) that the server does not have yet. */
  unsentActs: number
  heldActs: number
  /** The page of the first act that was refused. */
  heldAt: string
  /** Unsent records of other people who used this phone, by name. */
  others: { name: string; count: number }[]
  problem: Shown | null
  tooOld: boolean
  /** Counts up whenever stored rows changed, so that lists read again. */
  changes: number
  syncedAt: number | null
  /** Records that became whole since the app started. */
  completed: number
}

export const sync = reactive<SyncState>({
  running: false, unsent: 0, held: 0, oldestUnsentAt: null, unsentActs: 0, heldActs: 0, heldAt: '', others: [], problem: null, tooOld: false, changes: 0, syncedAt: null, completed: 0,
})

const queue = new Queue(api, sendingStore, (row) => {
  if (row.state === 'complete') sync.completed += 1
  void count()
})
const PULL_EVERY_MS = 60_000
let failures = 0
let timer: ReturnType<typeof setTimeout> | null = null
let pulledAt = 0
let again = false

/** Send what waits and fetch what changed. Harmless to call at any time; calls during a run make it run once more. */
export async function syncNow(options: { pull?: boolean } = {}): Promise<void> {
  if (options.pull) pulledAt = 0
  if (sync.running) {
    again = true
    return
  }
  sync.running = true
  try {
    do {
      again = false
      await round()
    } while (again)
  } finally {
    sync.running = false
    await count()
  }
}

/** The app's own occasions: start, network back, window looked at again. Background Sync is absent on iOS and useless elsewhere. */
export function watchOccasions(): void {
  const occasion = () => {
    if (document.visibilityState === 'visible') void syncNow()
  }
  window.addEventListener('online', occasion)
  window.addEventListener('focus', occasion)
  window.addEventListener('pageshow', occasion)
  document.addEventListener('visibilitychange', occasion)
}

export async function count(): Promise<void> {
  const rows = (await allSending()).filter((row) => row.state !== 'complete')
  const mine = rows.filter((row) => row.owner === session.me?.account_id)
  sync.unsent = mine.length
  sync.held = mine.filter((row) => row.state === 'held').length
  sync.oldestUnsentAt = mine.length ? Math.min(...mine.map((row) => row.frozen_at)) : null
  const acts = session.me ? await unsentActs(session.me.account_id) : []
  sync.unsentActs = acts.length
  const held = acts.filter((act) => act.state === 'held')
  sync.heldActs = held.length
  sync.heldAt = held[0] ? pageOf(held[0]) : ''
  sync.others = countByOwner(rows.filter((row) => row.owner !== session.me?.account_id))
  sync.changes += 1
}

async function round(): Promise<void> {
  if (timer) clearTimeout(timer)
  timer = null
  if (!session.me || session.state === 'signed_out') return
  try {
    if (!(await confirmSession())) return later()
    const owner = session.me.account_id
    const completed = sync.completed
    await tellLearned(owner)
    if (may('device.enrol')) await enrolDevice(api, owner)
    const drained = await queue.drain(owner)
    sync.tooOld = drained.stopped === 'too_old'
    const acted = drained.stopped === 'unreachable' ? 0 : await sendActs(owner)
    if (completed !== sync.completed || acted > 0) pulledAt = 0
    if (Date.now() - pulledAt > PULL_EVERY_MS && drained.stopped !== 'unreachable') await pull()
    if (drained.stopped === 'empty' || drained.stopped === 'busy') return succeeded()
    if (drained.stopped !== 'sign_in' && drained.stopped !== 'too_old') later(drained.retryAfterSeconds)
  } catch (error) {
    noteProblem(error)
    later()
  }
}

async function tellLearned(owner: string): Promise<void> {
  const waiting = await (await database()).countFromIndex('learned', 'owner', owner)
  if (waiting > 0) await (await import('../learning/courses/learned')).sendLearned(owner)
}

/** Fetched once there is something to send: most phones never need it. */
async function sendActs(owner: string): Promise<number> {
  if ((await unsentActs(owner)).length === 0) return 0
  return (await import('../acts/kept_act')).sendWaitingActs(owner)
}

async function pull(): Promise<void> {
  // Who only learns has no tasks and no hazards: asking would be refused, again and again.
  if (may('task.view')) await pullChanges()
  if (may('hazard.view')) await pullHazards()
  pulledAt = Date.now()
  sync.tooOld = session.minimumVersion !== null && isOlder(APP_VERSION, session.minimumVersion)
}

function succeeded(): void {
  failures = 0
  sync.problem = null
  sync.syncedAt = Date.now()
}

function noteProblem(error: unknown): void {
  if (error instanceof ProblemError && error.status === 426) sync.tooOld = true
  sync.problem = error instanceof Unreachable || error instanceof SignInNeeded ? null : describeProblem(error)
}

function later(seconds: number | null = null): void {
  if (session.state === 'expired') return
  failures += 1
  timer = setTimeout(() => void syncNow(), (seconds ?? backOffSeconds(failures)) * 1000)
}

function countByOwner(rows: Sending[]): { name: string; count: number }[] {
  const names = new Map<string, { name: string; count: number }>()
  for (const row of rows) {
    const entry = names.get(row.owner) ?? { name: row.owner_name, count: 0 }
    entry.count += 1
    names.set(row.owner, entry)
  }
  return [...names.values()]
}

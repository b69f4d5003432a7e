import { database, plain, type KeptRow } from '../../device/database'
import type { Anchor } from './clock'

export type ItemType = 'single' | 'multiple' | 'true_false' | 'fill_in' | 'short_answer' | 'order' | 'match' | 'case'

/** A paper as it lies on the phone: unreadable without the key, which the server gives at the start. */
export interface Sealed {
  id: string
  sealed: string
  plain_sha256: string
}

/** Something for an invigilator to look at: an absence with its seconds, a snapshot. Judged by people only. */
export interface RoomEvent {
  id: string
  kind: 'hidden' | 'snapshot' | 'clock'
  seconds: number | null
  recorded_at: string
  note: string
  sha256: string
}

/** What the phone must not lose of one try; everything that the exam room needs to go on after the app was killed. */
export interface KeptExam extends KeptRow {
  /** candidate and try: `<uuid>:<n>`. */
  id: string
  owner: string
  candidate_id: string
  try_no: number
  title: string
  starts_at: string
  duration_seconds: number
  upload_seconds: number
  camera_checks: boolean
  token: string
  paper: Sealed
  anchor: Anchor | null
  /** Null until the server has let this try begin. */
  attempt_id: string | null
  key: string | null
  started_at: string | null
  deadline_at: string | null
  /** Highest sequence number by slot that the server knew at the start: of another phone, or of this one before it forgot. */
  last_seqs: Record<string, number>
  slot: number
  marked: number[]
  events: RoomEvent[]
  /** The page is out of sight since then, by the wall clock; stays over a kill of the app. */
  away: { id: string; recorded_at: string; wall: number } | null
  /** The person has handed in, at the server's time as far as this phone knew it. */
  handed_in_at: string | null
  /** The server has the submission, with every answer. */
  submitted_at: string | null
  /** Why nothing more is sent: another phone took over, or the server refused for good. */
  stopped: 'displaced' | 'refused' | null
  problem: string | null
}

export function keptId(candidateId: string, tryNo: number): string {
  return `${candidateId}:${tryNo}`
}

export async function keepExam(exam: KeptExam): Promise<void> {
  const transaction = (await database()).transaction('exams', 'readwrite', { durability: 'strict' })
  await transaction.store.put(plain(exam))
  await transaction.done
}

export async function readExam(id: string): Promise<KeptExam | undefined> {
  return (await (await database()).get('exams', id)) as KeptExam | undefined
}

/** Change what is stored now, not what a page remembers of it. Undefined when there is no such row. */
export async function changeExam(id: string, change: (exam: KeptExam) => Partial<KeptExam>): Promise<KeptExam | undefined> {
  const transaction = (await database()).transaction('exams', 'readwrite', { durability: 'strict' })
  const found = (await transaction.store.get(id)) as KeptExam | undefined
  const changed = found && { ...found, ...plain(change(found)) }
  if (changed) await transaction.store.put(changed)
  await transaction.done
  return changed
}

export async function examsOf(owner: string): Promise<KeptExam[]> {
  return (await (await database()).getAllFromIndex('exams', 'owner', owner)) as KeptExam[]
}

export async function allExams(): Promise<KeptExam[]> {
  return (await (await database()).getAll('exams')) as KeptExam[]
}

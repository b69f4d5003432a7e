import { describeProblem, ProblemError } from '@shouwang/shared/problems'
import { mayPass } from '@shouwang/shared/queue'
import { newId } from '@shouwang/shared/uuid'
import { database, plain, type KeptRow } from '../../device/database'
import { api } from '../../session/session'
import type { Span } from './spans'
import type { Learned, LessonProgress } from './wire'

/** A piece of learning as it grows on this phone; sent again with more in it, it is still the same piece. */
export interface KeptWatch extends KeptRow {
  kind: 'watch'
  lesson_id: string
  spans: Span[]
  position_ms: number
  started_at: string
  ended_at: string
}

/** A sign-in to a class that the server does not have yet. `held`: refused, waits for the person. */
export interface KeptSignIn extends KeptRow {
  kind: 'class'
  meeting_id: string | null
  code: string
  recorded_at: string
  state: 'waiting' | 'held'
  problem: string
}

const MOST_AT_ONCE = 100

export function freshWatch(owner: string, lessonId: string, now: number): KeptWatch {
  const at = new Date(now).toISOString()
  return { id: newId(), owner, kind: 'watch', lesson_id: lessonId, spans: [], position_ms: 0, started_at: at, ended_at: at }
}

export function freshSignIn(owner: string, code: string, meetingId: string | null, now = Date.now()): KeptSignIn {
  return { id: newId(), owner, kind: 'class', meeting_id: meetingId, code, recorded_at: new Date(now).toISOString(), state: 'waiting', problem: '' }
}

export async function keepLearned(row: KeptWatch | KeptSignIn): Promise<void> {
  await (await database()).put('learned', plain(row))
}

export async function dropLearned(id: string): Promise<void> {
  await (await database()).delete('learned', id)
}

/** What of one kind waits; other subjects keep rows of their own kinds in the same store. */
export async function waitingOf(owner: string): Promise<{ watches: KeptWatch[]; signIns: KeptSignIn[] }> {
  const rows = await (await database()).getAllFromIndex('learned', 'owner', owner)
  return {
    watches: rows.filter((row): row is KeptWatch => row.kind === 'watch'),
    signIns: rows.filter((row): row is KeptSignIn => row.kind === 'class'),
  }
}

/** Tell the server what was learned; without a line everything stays. Lessons as they stand now. Raises nothing. */
export async function sendLearned(owner: string): Promise<LessonProgress[]> {
  const { watches, signIns } = await waitingOf(owner)
  const lessons = new Map<string, LessonProgress>()
  try {
    for (const row of signIns) if (row.state === 'waiting') await sendSignIn(row)
    for (let from = 0; from < watches.length; from += MOST_AT_ONCE) {
      for (const lesson of await sendWatches(owner, watches.slice(from, from + MOST_AT_ONCE))) lessons.set(lesson.lesson_id, lesson)
    }
  } catch (error) {
    if (error instanceof ProblemError && !mayPass(error)) console.warn('learned not taken', error.problem.code)
  }
  return [...lessons.values()]
}

/** Raises as the api does. */
async function sendWatches(owner: string, rows: KeptWatch[]): Promise<LessonProgress[]> {
  const reports = rows.map(({ id, lesson_id, spans, position_ms, started_at, ended_at }) => ({ id, lesson_id, spans, position_ms, started_at, ended_at }))
  const answer = await api.post<Learned>('/my/learned', { sent_at: new Date().toISOString(), reports }, { as: owner })
  const taken = new Set(answer.verdicts.map((one) => one.id))
  const store = (await database()).transaction('learned', 'readwrite').store
  for (const row of rows) {
    const now = (await store.get(row.id)) as KeptWatch | undefined
    if (taken.has(row.id) && now?.ended_at === row.ended_at) await store.delete(row.id) // else it has grown meanwhile
  }
  return answer.lessons
}

/** The answer of the class; what is refused for good is held for the person. Raises when there is no line. */
export async function sendSignIn(row: KeptSignIn): Promise<{ title: string; is_doubtful: boolean; seconds: number } | null> {
  const { id, meeting_id, code, recorded_at, owner } = row
  try {
    const body = { id, meeting_id, code, recorded_at, sent_at: new Date().toISOString() }
    const answer = await api.post<{ title: string; is_doubtful: boolean; seconds: number }>('/my/attendances', body, { as: owner })
    await dropLearned(id)
    return answer
  } catch (error) {
    if (!(error instanceof ProblemError) || mayPass(error)) throw error
    await keepLearned({ ...row, state: 'held', problem: describeProblem(error).lines[0] ?? describeProblem(error).title })
    return null
  }
}

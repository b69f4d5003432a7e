import { ProblemError } from '@shouwang/shared/problems'
import { newId } from '@shouwang/shared/uuid'
import { database, type KeptRow } from '../../device/database'
import { api, session } from '../../session/session'
import type { Content, Key, Value } from './marking'

export interface Solution {
  key: Key
  explanation: string
  bases: { title: string; article: string; status: string }[]
}

export interface PracticeItem {
  item_id: string
  version_id: string
  type: string
  category: string
  content: Content
  wrong_count: number
  solution: Solution | null
}

export interface PracticeSet {
  items: PracticeItem[]
  due: number
  total: number
}

export interface Outcome {
  id: string
  item_id: string
  is_right: boolean | null
  solution: Solution | null
}

interface KeptAnswer extends KeptRow {
  kind: 'practice'
  answer: { id: string; item_id: string; version_id: string; value: Value; seconds: number; recorded_at: string }
}

const BATCH = 50
const setKey = (owner: string): string => `practice-set:${owner}`
const owner = (): string => session.me!.account_id

/** Items with what is right, taken along for where there is no signal: those that are due, and some more. */
export async function takeAlong(): Promise<number> {
  const as = { as: owner() }
  const due = await api.get<PracticeSet>('/my/practice/downloads', { mode: 'due', limit: 50 }, as)
  const free = await api.get<PracticeSet>('/my/practice/downloads', { mode: 'free', limit: 50 }, as)
  const known = new Set(due.items.map((item) => item.item_id))
  const items = [...due.items, ...free.items.filter((item) => !known.has(item.item_id))]
  await (await database()).put('meta', JSON.parse(JSON.stringify(items)) as PracticeItem[], setKey(owner()))
  return items.length
}

export async function takenAlong(): Promise<PracticeItem[]> {
  return ((await (await database()).get('meta', setKey(owner()))) as PracticeItem[] | undefined) ?? []
}

/** On the phone first; it is sent from there, now or later. */
export async function keepAnswer(item: PracticeItem, value: Value, seconds: number): Promise<string> {
  const id = newId()
  const answer = { id, item_id: item.item_id, version_id: item.version_id, value, seconds, recorded_at: new Date().toISOString() }
  const row: KeptAnswer = { id, owner: owner(), kind: 'practice', answer: JSON.parse(JSON.stringify(answer)) as KeptAnswer['answer'] }
  await (await database()).put('learned', row)
  return id
}

export async function unsentAnswers(): Promise<KeptAnswer[]> {
  const rows = await (await database()).getAllFromIndex('learned', 'owner', owner())
  return rows.filter((row): row is KeptAnswer => row.kind === 'practice')
}

/** Send what waits; the outcomes by answer. An answer the server refuses for good is let go: it was practice, no exam. */
export async function sendAnswers(): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>()
  const waiting = await unsentAnswers()
  for (let start = 0; start < waiting.length; start += BATCH) {
    const rows = waiting.slice(start, start + BATCH)
    for (const outcome of await post(rows)) outcomes.set(outcome.id, outcome)
  }
  return outcomes
}

async function post(rows: KeptAnswer[]): Promise<Outcome[]> {
  try {
    const reply = await api.post<{ results: Outcome[] }>('/my/practice/answers', { answers: rows.map((row) => row.answer) }, { as: rows[0]!.owner })
    await forget(rows)
    return reply.results
  } catch (error) {
    if (!(error instanceof ProblemError) || ![404, 409, 422].includes(error.problem.status)) throw error
    if (rows.length === 1) {
      await forget(rows)
      return []
    }
    const each: Outcome[] = []
    for (const row of rows) each.push(...(await post([row])))
    return each
  }
}

async function forget(rows: KeptAnswer[]): Promise<void> {
  const transaction = (await database()).transaction('learned', 'readwrite')
  await Promise.all([...rows.map((row) => transaction.store.delete(row.id)), transaction.done])
}

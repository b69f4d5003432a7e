import type { Pull } from '@shouwang/shared/contract'
import { ProblemError } from '@shouwang/shared/problems'
import { keepClock } from '../device/clock'
import { database, readMeta } from '../device/database'
import { api, session } from '../session/session'

/** Fetch what changed since the last cursor; rows and cursor are stored together, so a cut repeats a page and loses none. */
export async function pullChanges(): Promise<void> {
  const owner = session.me!.account_id
  for (;;) {
    const cursor = await readMeta<string>('cursor')
    const page = await ask(cursor, owner)
    await store(page, cursor)
    await keepClock(page.clock)
    session.minimumVersion = page.minimum_app_version
    if (!page.more) return
  }
}

async function ask(cursor: string | undefined, owner: string): Promise<Pull> {
  try {
    return await api.get<Pull>('/mobile/pull', { cursor }, { as: owner, timeoutMs: 60_000 })
  } catch (error) {
    // A cursor of another server or age: begin again rather than stay behind for ever.
    if (!cursor || !(error instanceof ProblemError) || ![400, 410, 422].includes(error.status)) throw error
    await (await database()).delete('meta', 'cursor')
    return api.get<Pull>('/mobile/pull', {}, { as: owner, timeoutMs: 60_000 })
  }
}

async function store(page: Pull, cursor: string | undefined): Promise<void> {
  const db = await database()
  const transaction = db.transaction(['tasks', 'units', 'templates', 'people', 'bases', 'meta'], 'readwrite')
  const put = <T>(name: 'tasks' | 'units' | 'templates' | 'people' | 'bases', rows: T[]) =>
    rows.map((row) => transaction.objectStore(name).put(row as never))
  const meta = transaction.objectStore('meta')
  await Promise.all([
    ...put('tasks', page.tasks), ...put('units', page.units), ...put('templates', page.template_versions),
    ...put('people', page.people), ...put('bases', page.bases),
    ...page.gone.tasks.map((id) => transaction.objectStore('tasks').delete(id)),
    ...page.gone.units.map((id) => transaction.objectStore('units').delete(id)),
    page.cursor === cursor ? Promise.resolve() : meta.put(page.cursor, 'cursor'),
    meta.put(Date.now(), 'pulled_at'),
    meta.put(page.scope, 'scope'),
  ])
  await transaction.done
}

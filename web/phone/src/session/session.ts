import { Api } from '@shouwang/shared/api'
import type { Me } from '@shouwang/shared/contract'
import { SignInNeeded, Unreachable } from '@shouwang/shared/problems'
import { reactive } from 'vue'
import { database, readMeta, REFERENCE_STORES, writeMeta } from '../device/database'
import { APP_NAME } from '../version'

export type SessionState = 'starting' | 'signed_out' | 'signed_in' | 'remembered' | 'expired'

interface Session {
  /** `remembered`: the person of last time, not yet confirmed by the server; works offline. `expired`: the server wants the password again. */
  state: SessionState
  me: Me | null
  /** Whether the last request reached the server; null before the first. */
  reachable: boolean | null
  minimumVersion: string | null
}

export const session = reactive<Session>({ state: 'starting', me: null, reachable: null, minimumVersion: null })

export const api = new Api({ app: APP_NAME, fetch: watchedFetch })

/** Every request tells whether the server is there; `navigator.onLine` stays true with the server dead. */
async function watchedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await globalThis.fetch(input, init)
    session.reachable = isServers(response)
    if (response.status === 426) session.minimumVersion ??= '?'
    return response
  } catch (error) {
    session.reachable = false
    throw error
  }
}

function isServers(response: Response): boolean {
  if (response.status >= 502 && response.status <= 504) return false
  return !/text\/html/.test(response.headers.get('content-type') ?? '')
}

/** Show the person of last time at once, then ask the server in the background. */
export async function startSession(): Promise<void> {
  const remembered = await readMeta<Me>('me')
  if (!remembered) {
    session.state = 'signed_out'
    void finishSignOut()
    return
  }
  session.me = remembered
  session.state = 'remembered'
}

/** Quietly make sure of a token. False when offline or when the password is needed. */
export async function confirmSession(): Promise<boolean> {
  if (!session.me || session.state === 'signed_out') return false
  try {
    if (!api.hasToken) {
      const me = await api.refresh()
      // The cookie may be another person's, who signed in in another tab.
      if (me.account_id !== session.me.account_id) await become(me)
    }
    session.state = 'signed_in'
    return true
  } catch (error) {
    if (error instanceof SignInNeeded) session.state = 'expired'
    else if (!(error instanceof Unreachable)) console.warn('refresh failed', error)
    return false
  }
}

export async function signIn(login: string, password: string): Promise<Me> {
  await finishSignOut()
  const me = await api.signIn(login, password)
  await writeMeta('sign_out_owed', false)
  await become(me)
  return me
}

async function become(me: Me): Promise<void> {
  const db = await database()
  if ((await readMeta<string>('reference_owner')) !== me.account_id) {
    // Another person's tasks and units go; drafts, records and photos stay with their owner.
    const transaction = db.transaction([...REFERENCE_STORES, 'meta'], 'readwrite')
    await Promise.all(REFERENCE_STORES.map((name) => transaction.objectStore(name).clear()))
    await transaction.objectStore('meta').delete('cursor')
    await transaction.objectStore('meta').delete('clock')
    await transaction.objectStore('meta').put(me.account_id, 'reference_owner')
    await transaction.done
  }
  await writeMeta('me', JSON.parse(JSON.stringify(me)))
  session.me = me
  session.state = 'signed_in'
}

/** Leave this phone. Unsent records stay here, tied to their owner; without a network the cookie is revoked later. */
export async function signOut(): Promise<void> {
  await writeMeta('sign_out_owed', true)
  await (await database()).delete('meta', 'me')
  session.me = null
  session.state = 'signed_out'
  await finishSignOut()
}

async function finishSignOut(): Promise<void> {
  if (!(await readMeta<boolean>('sign_out_owed'))) return
  try {
    if (!api.hasToken) await api.refresh()
    await api.signOut()
    await writeMeta('sign_out_owed', false)
  } catch (error) {
    if (error instanceof SignInNeeded || !(error instanceof Unreachable)) await writeMeta('sign_out_owed', false)
  }
}

export function may(permission: string): boolean {
  return session.me?.permissions.includes(permission) ?? false
}

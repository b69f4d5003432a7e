import { computed, reactive, readonly } from 'vue'
import { call, callWithoutRetry, listenToSession, refreshSession, setAccessToken } from './client'
import type { Me, SignedIn } from './types'

interface SessionState {
  me: Me | null
  /** False until the first refresh at start has answered. */
  known: boolean
  /** Why the same person must give the password again before going on; the page beneath stays as it was. */
  lock: 'ended' | 'idle' | null
}

const state = reactive<SessionState>({ me: null, known: false, lock: null })

export const session = readonly(state)
export const isSignedIn = computed(() => state.me !== null)

listenToSession({
  signedOut: () => {
    setAccessToken(null)
    if (state.me !== null) state.lock ??= 'ended'
  },
  refreshed: take,
})

function take(signedIn: SignedIn): void {
  setAccessToken(signedIn.access_token)
  state.me = signedIn.me
  state.known = true
  state.lock = null
}

/** Take up the session left by the refresh cookie, if there is one. */
export async function resumeSession(): Promise<void> {
  if (state.known) return
  try {
    await refreshSession()
  } finally {
    state.known = true
  }
}

export async function signIn(login: string, password: string): Promise<void> {
  take(await callWithoutRetry<SignedIn>('POST', '/auth/sign-in', { login, password, refresh_in: 'cookie' }))
}

/** The server forgets this sign-in; with a refresh first if the token has run out, for the cookie dies only with an answer. */
export async function signOut(): Promise<void> {
  try {
    await call<void>('POST', '/auth/sign-out', { body: {} })
  } finally {
    setAccessToken(null)
  }
}

/** End an unattended session at the server and keep the page for the same person to come back to. */
export async function lockForIdleness(): Promise<void> {
  state.lock = 'idle'
  await signOut().catch(() => undefined)
}

export function can(permission: string): boolean {
  return state.me?.permissions.includes(permission) ?? false
}

export function canAny(permissions: readonly string[]): boolean {
  return permissions.length === 0 || permissions.some(can)
}

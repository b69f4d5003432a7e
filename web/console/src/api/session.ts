import { computed, reactive, readonly } from 'vue'
import { call, callWithoutRetry, listenToSession, refreshSession, setAccessToken } from './client'
import type { Me, SignedIn } from './types'

interface SessionState {
  me: Me | null
  /** False until the first refresh at start has answered. */
  known: boolean
  endedByServer: boolean
}

const state = reactive<SessionState>({ me: null, known: false, endedByServer: false })

export const session = readonly(state)
export const isSignedIn = computed(() => state.me !== null)

listenToSession({
  signedOut: () => {
    if (state.me !== null) state.endedByServer = true
    state.me = null
    setAccessToken(null)
  },
  refreshed: take,
})

function take(signedIn: SignedIn): void {
  setAccessToken(signedIn.access_token)
  state.me = signedIn.me
  state.known = true
  state.endedByServer = false
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

export async function signOut(): Promise<void> {
  try {
    // With a refresh if the token has run out: the cookie dies only with an answered sign-out.
    await call<void>('POST', '/auth/sign-out', { body: {} })
  } finally {
    state.me = null
    state.endedByServer = false
    setAccessToken(null)
  }
}

export function can(permission: string): boolean {
  return state.me?.permissions.includes(permission) ?? false
}

export function canAny(permissions: readonly string[]): boolean {
  return permissions.length === 0 || permissions.some(can)
}

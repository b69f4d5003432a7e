import { cleanup, render } from '@testing-library/vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import StatusStrip from '../src/parts/StatusStrip.vue'
import { session } from '../src/session/session'
import { sync } from '../src/sync/sync'
import { me } from './setup'

const HOUR = 3_600_000
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)', component: StatusStrip }] })

function textWith(state: Partial<typeof sync>, reachable: boolean | null = true): string {
  Object.assign(session, { me, state: 'signed_in', reachable })
  Object.assign(sync, state)
  return render(StatusStrip, { global: { plugins: [router] } }).container.textContent ?? ''
}

beforeEach(() => {
  Object.assign(sync, { unsent: 0, held: 0, oldestUnsentAt: null, problem: null, tooOld: false, running: false })
})
afterEach(cleanup)

describe('the status strip', () => {
  it('says nothing when all is well', () => {
    expect(textWith({})).toBe('')
  })
  it('counts what is unsent while offline', () => {
    expect(textWith({ unsent: 3, oldestUnsentAt: Date.now() }, false)).toBe('离线，3 条记录待发送')
  })
  it('warns once a record has waited for more than a day', () => {
    expect(textWith({ unsent: 1, oldestUnsentAt: Date.now() - 23 * HOUR })).not.toContain('超过一天')
    cleanup()
    expect(textWith({ unsent: 1, oldestUnsentAt: Date.now() - 25 * HOUR })).toContain('1 条记录超过一天未发送')
  })
  it('puts an outdated app before everything else', () => {
    expect(textWith({ unsent: 2, held: 1, tooOld: true }, false)).toContain('应用版本过旧')
  })
  it('asks for the password when the session has run out', () => {
    Object.assign(session, { me, state: 'expired', reachable: true })
    Object.assign(sync, { unsent: 2, oldestUnsentAt: Date.now() })
    expect(render(StatusStrip, { global: { plugins: [router] } }).container.textContent).toContain('登录已过期，2 条记录待发送')
  })
})

import { ProblemError, Unreachable } from '@shouwang/shared/problems'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { addPicture, bodyOf, freshAct, keepAct, readAct, sendWaitingActs } from '../src/acts/kept_act'
import { unsentActs } from '../src/acts/waiting'
import { closeDatabase } from '../src/device/database'
import { api } from '../src/session/session'
import { freshDatabase } from './setup'

const PATH = '/hazards/h1/rectifications'
const picture = { bytes: new Uint8Array([255, 216, 7]).buffer, media_type: 'image/jpeg' as const, width: 1, height: 1 }

function refusal(status: number, code: string): ProblemError {
  return new ProblemError({ type: '', title: '不能办理', status, detail: '', code, errors: [] })
}

async function written(path = PATH) {
  const act = freshAct('a1', path, '整改', { measure: '换锁' })
  await addPicture(act, 'after', picture, 'before-hash')
  return act
}

beforeEach(async () => {
  await freshDatabase()
  vi.restoreAllMocks()
})

describe('an act that is written down', () => {
  it('is there after the app was killed, with its pictures', async () => {
    await keepAct(await written())
    await closeDatabase()
    const found = await readAct<{ measure: string }>('a1', PATH)
    expect(found?.words.measure).toBe('换锁')
    expect(new Uint8Array(found!.pictures[0]!.bytes)).toEqual(new Uint8Array([255, 216, 7]))
  })

  it('is not sent while it is being written', async () => {
    await keepAct(await written())
    const post = vi.spyOn(api, 'post')
    expect(await sendWaitingActs('a1')).toBe(0)
    expect(post).not.toHaveBeenCalled()
  })

  it('pairs the photo after with the one before', async () => {
    const act = await written()
    const sha256 = act.pictures[0]!.sha256
    expect(bodyOf(act)).toEqual({
      id: act.id, measure: '换锁', photos: [{ sha256, purpose: 'after', name: '照片1.jpg' }], pairs: [{ before: 'before-hash', after: sha256 }],
    })
  })

  it('takes the same picture once', async () => {
    const act = await written()
    await addPicture(act, 'after', picture)
    expect(act.pictures).toHaveLength(1)
  })
})

describe('sending', () => {
  async function waiting(path = PATH) {
    const act = freshAct('a1', path, '整改', { measure: '换锁' })
    await keepAct({ ...act, state: 'waiting' })
    return act
  }

  it('forgets an act only when the server has it', async () => {
    const act = await waiting()
    const post = vi.spyOn(api, 'post').mockResolvedValue({})
    expect(await sendWaitingActs('a1')).toBe(1)
    expect(post).toHaveBeenCalledWith(PATH, { id: act.id, measure: '换锁' }, { as: 'a1' })
    expect(await unsentActs('a1')).toEqual([])
  })

  it.each([['no network', new Unreachable('network')], ['a busy server', refusal(503, 'unavailable')], ['an ended session', refusal(401, 'token_expired')]])(
    'keeps everything waiting with %s', async (_name, failure) => {
      await waiting()
      vi.spyOn(api, 'post').mockRejectedValue(failure)
      expect(await sendWaitingActs('a1')).toBe(0)
      expect((await unsentActs('a1')).map((act) => act.state)).toEqual(['waiting'])
    })

  it('holds what is refused for good, and goes on with the next', async () => {
    await waiting()
    await waiting('/hazards/h2/rectifications')
    vi.spyOn(api, 'post').mockImplementation(async (path) => {
      if (path === PATH) throw refusal(422, 'hazard_step_illegal')
      return {}
    })
    expect(await sendWaitingActs('a1')).toBe(1)
    const left = await unsentActs('a1')
    expect(left.map((act) => [act.path, act.state, act.problem?.code])).toEqual([[PATH, 'held', 'hazard_step_illegal']])
  })

  it('sends nobody else\'s', async () => {
    await waiting()
    const post = vi.spyOn(api, 'post')
    expect(await sendWaitingActs('a2')).toBe(0)
    expect(post).not.toHaveBeenCalled()
  })
})

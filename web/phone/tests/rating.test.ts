import { beforeEach, describe, expect, it, vi } from 'vitest'
import { keepAct, sendWaitingActs } from '../src/acts/kept_act'
import { mayAppeal, openAppeal, openApplication, ownPoints, sealAppeal, sealApplication, type Round, type Scheme } from '../src/rulings/rating'
import { points } from '../src/rulings/words'
import { api } from '../src/session/session'
import { freshDatabase } from './setup'

const round = { id: 'r1', title: '2026年度评定' } as Round
const scheme = {
  grades: [{ code: 'first', name: '一级', rank: 1, least_x100: 9000 }], pass_x100: 6000, total_x100: 10_000,
  criteria: [{ code: 'a', title: '机构', points_x100: 6000, guide: '', figures: [] }, { code: 'b', title: '设施', points_x100: 4000, guide: '', figures: [] }],
} as unknown as Scheme

beforeEach(async () => {
  await freshDatabase()
  vi.restoreAllMocks()
})

describe('own score', () => {
  it('is the sum in hundredths once every criterion has its points', async () => {
    const { words } = await openApplication('a1', round, scheme)
    expect(ownPoints(words, scheme)).toBeNull()
    words.scores.a!.points = 55.5
    words.scores.b!.points = 40
    expect(ownPoints(words, scheme)).toBe(9550)
  })

  it.each([-1, 60.5])('does not count %s points where sixty are the most', async (given) => {
    const { words } = await openApplication('a1', round, scheme)
    Object.assign(words.scores.a!, { points: given })
    Object.assign(words.scores.b!, { points: 1 })
    expect(ownPoints(words, scheme)).toBeNull()
  })

  it('travels criterion by criterion', async () => {
    const act = await openApplication('a1', round, scheme)
    act.words.statement = ' 申报 '
    act.words.scores = { a: { points: 55.5, reason: ' 有机构 ' }, b: { points: 40, reason: '' } }
    expect(sealApplication(act, 'r1', scheme).sealed).toEqual({
      id: act.id, round_id: 'r1', grade: 'first', statement: '申报', files: [],
      scores: [{ criterion: 'a', points_x100: 5550, reason: '有机构' }, { criterion: 'b', points_x100: 4000, reason: '' }],
    })
  })

  it.each([[8550, '85.5 分'], [null, '—']] as const)('%s reads %s', (given, said) => {
    expect(points(given)).toBe(said)
  })
})

describe('an appeal', () => {
  it('may be filed up to the last day, once', () => {
    expect(mayAppeal('2026-02-10', null, '2026-02-10')).toBe(true)
    expect(mayAppeal('2026-02-10', null, '2026-02-11')).toBe(false)
    expect(mayAppeal('2026-02-10', 'filed', '2026-02-01')).toBe(false)
  })

  it('of two subjects are two acts with one address', async () => {
    const post = vi.spyOn(api, 'post').mockResolvedValue({})
    for (const id of ['d1', 'd2']) {
      const act = await openAppeal('a1', 'decision', id)
      act.words.statement = `不服 ${id}`
      await keepAct(sealAppeal(act, 'decision', id))
    }
    expect(await sendWaitingActs('a1')).toBe(2)
    expect(post.mock.calls.map(([path, body]) => [path, (body as { about_id: string }).about_id])).toEqual([['/rating-appeals', 'd1'], ['/rating-appeals', 'd2']])
  })

  it('is found as it was left', async () => {
    const act = await openAppeal('a1', 'downgrade', 'g1')
    act.words.statement = '写到一半'
    await keepAct(act)
    expect((await openAppeal('a1', 'downgrade', 'g1')).words.statement).toBe('写到一半')
    expect((await openAppeal('a2', 'downgrade', 'g1')).words.statement).toBe('')
  })
})

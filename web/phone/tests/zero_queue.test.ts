import { ProblemError, Unreachable } from '@shouwang/shared/problems'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { keepReport, sendReports, waitingReports } from '../src/alerts/zero_queue'
import { closeDatabase } from '../src/device/database'
import { api } from '../src/session/session'
import { freshDatabase } from './setup'

const DAY = '2026-11-22'

function refusal(status: number, code: string): ProblemError {
  return new ProblemError({ type: '', title: '不能报送', status, detail: '', code, errors: [] })
}

beforeEach(async () => {
  await freshDatabase()
  vi.restoreAllMocks()
})

describe('a zero report', () => {
  it('is kept before it is sent, and survives the app', async () => {
    await keepReport('a1', DAY, false, '')
    await closeDatabase()
    expect(await waitingReports('a1')).toMatchObject([{ day: DAY, happened: false }])
  })

  it('waits without a network and goes under the same id when it is back', async () => {
    await keepReport('a1', DAY, true, '有人翻墙')
    const post = vi.spyOn(api, 'post').mockRejectedValueOnce(new Unreachable('network')).mockResolvedValue({})
    await expect(sendReports('a1')).rejects.toBeInstanceOf(Unreachable)
    expect(await waitingReports('a1')).toHaveLength(1)
    await sendReports('a1')
    expect(await waitingReports('a1')).toEqual([])
    const [first, second] = post.mock.calls.map((call) => call[1])
    expect(second).toEqual(first)
    expect(second).toMatchObject({ day: DAY, happened: true, text: '有人翻墙' })
    expect(second).not.toHaveProperty('owner')
  })

  it('is sent by its own person only', async () => {
    await keepReport('a1', DAY, false, '')
    const post = vi.spyOn(api, 'post').mockResolvedValue({})
    await sendReports('b2')
    expect(post).not.toHaveBeenCalled()
    await sendReports('a1')
    expect(post.mock.calls[0]![2]).toEqual({ as: 'a1' })
  })

  it('that was refused is taken out and the refusal is told', async () => {
    await keepReport('a1', DAY, false, '')
    vi.spyOn(api, 'post').mockRejectedValue(refusal(422, 'zero_report_not_asked'))
    await expect(sendReports('a1')).rejects.toMatchObject({ code: 'zero_report_not_asked' })
    expect(await waitingReports('a1')).toEqual([])
  })

  it('of nothing is quietly dropped when a colleague was first, one of something is not quiet', async () => {
    vi.spyOn(api, 'post').mockRejectedValue(refusal(409, 'zero_report_exists'))
    await keepReport('a1', DAY, false, '')
    await sendReports('a1')
    await keepReport('a1', DAY, true, '有情况')
    await expect(sendReports('a1')).rejects.toMatchObject({ code: 'zero_report_exists' })
  })

  it.each([401, 408, 423, 426, 429, 503])('waits when it may be taken later (%i)', async (status) => {
    await keepReport('a1', DAY, false, '')
    vi.spyOn(api, 'post').mockRejectedValue(refusal(status, 'not_now'))
    await expect(sendReports('a1')).rejects.toMatchObject({ status })
    expect(await waitingReports('a1')).toHaveLength(1)
  })
})

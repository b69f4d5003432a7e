import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { keepAct } from '../src/acts/kept_act'
import { addEvidence, freshReport, keptReport, lackingOf, sendReport } from '../src/duties/drill_report'
import { api } from '../src/session/session'

const picture = (text: string) => ({ bytes: new TextEncoder().encode(text).buffer as ArrayBuffer, media_type: 'image/jpeg' as const, width: 4, height: 3 })

describe('a drill report on the phone', () => {
  beforeEach(() => vi.restoreAllMocks())

  it('says what it lacks to count', async () => {
    const draft = freshReport('me', 'drill', '2026-11-22', '北门')
    expect(lackingOf(draft)).toEqual(['签到表', '现场照片', '演练评估'])
    await addEvidence(draft, 'sign_in', picture('a'))
    await addEvidence(draft, 'photo', picture('b'))
    draft.words.evaluation = '到位'
    expect(lackingOf(draft)).toEqual([])
  })

  it('takes the same picture once for one purpose', async () => {
    const draft = freshReport('me', 'drill', '2026-11-22', '北门')
    for (const purpose of ['photo', 'photo', 'sign_in'] as const) await addEvidence(draft, purpose, picture('same'))
    expect(draft.pictures.map((one) => one.name)).toEqual(['现场照片1.jpg', '签到表1.jpg'])
  })

  it('stays on the phone, pictures and all, until the server has it, each account its own', async () => {
    const draft = freshReport('me', 'drill', '2026-11-22', '北门')
    await addEvidence(draft, 'photo', picture('b'))
    await keepAct(draft)
    expect(await keptReport('somebody else', 'drill')).toBeUndefined()
    const kept = await keptReport('me', 'drill')
    expect(kept?.id).toBe(draft.id)
    expect(new TextDecoder().decode(kept!.pictures[0]!.bytes)).toBe('b')
  })

  it('is forgotten once it was sent, and kept when it was not', async () => {
    const draft = freshReport('me', 'drill', '2026-11-22', '北门')
    await keepAct(draft)
    vi.spyOn(api, 'post').mockRejectedValueOnce(new Error('no line'))
    await expect(sendReport(draft, () => {})).rejects.toThrow('no line')
    expect(await keptReport('me', 'drill')).toBeDefined()
    const post = vi.spyOn(api, 'post').mockResolvedValue({})
    await sendReport(draft, () => {})
    expect(post).toHaveBeenLastCalledWith('/drills/drill/reports', expect.objectContaining({ id: draft.id, files: [] }), { as: 'me' })
    expect(await keptReport('me', 'drill')).toBeUndefined()
  })
})

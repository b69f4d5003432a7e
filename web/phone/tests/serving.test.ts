import { ProblemError, Unreachable } from '@shouwang/shared/problems'
import { publicKeyOf, verifyText } from '@shouwang/shared/evidence'
import { canonicalJson } from '@shouwang/shared/canonical'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { keepAct, sendWaitingActs } from '../src/acts/kept_act'
import { pageOf, unsentActs } from '../src/acts/waiting'
import { markClock } from '../src/device/clock'
import { closeDatabase, writeMeta } from '../src/device/database'
import { deviceKeyOf } from '../src/device/device_key'
import { addShot, freshService, keptService, knownDue, lackingOf, sealService, setSignature, unsentServices, type Due, type ServeAct } from '../src/rulings/serving'
import { api } from '../src/session/session'
import { exportQueue } from '../src/sync/rescue'
import { freshDatabase } from './setup'

const due: Due = {
  document: { id: '0190f1a4-0000-7000-8000-000000000001', kind: 'rectification_order', number: '责通字〔2026〕第0001号' },
  unit: { id: 'u1', name: '示范中学' }, signed_on: '2026-01-05', due_on: '2026-01-14', is_late: false, basis: { id: 'b', article: '第六十一条' },
}
const picture = { bytes: new Uint8Array([255, 216, 7]).buffer, media_type: 'image/jpeg' as const, width: 1, height: 1 }
const BY_TWO = [{ id: 'p1', name: '林守义' }, { id: 'p2', name: '周安平' }]

interface Sealed {
  record: Record<string, unknown> & { id: string; photos: Record<string, unknown>[]; files: { purpose: string; sha256: string }[]; at: string; clock: unknown }
  signature: { device_id: string; value: string }
}

async function served(): Promise<ServeAct> {
  return freshService('a1', due, { place: '传达室', receiver: '孙珺', officers: BY_TWO, clock: markClock({ token: 'now', server_now: '2026-01-06T02:00:00Z' }) })
}

function refusal(status: number, title: string): ProblemError {
  return new ProblemError({ type: '', title, status, detail: '', code: 'paper_already_delivered', errors: [] })
}

beforeEach(async () => {
  await freshDatabase()
  vi.restoreAllMocks()
})

describe('what a service still lacks', () => {
  it.each<[Partial<ServeAct['words']>, string]>([
    [{ place: '' }, '请写明送达地点'],
    [{ receiver: ' ' }, '请写明签收人'],
    [{ officers: [BY_TWO[0]!, BY_TWO[0]!] }, '送达须有两名民警'],
    [{ way: 'left' }, '请写明拒收情况'],
    [{ way: 'left', refusal: '拒绝签收' }, '留置送达请写明见证人'],
    [{ way: 'left', refusal: '拒绝签收', witness: '居委会李明' }, '请拍摄现场或者回执照片'],
    [{ way: 'post' }, '请填写邮件单号'],
    [{ way: 'electronic' }, '请选择送达渠道'],
    [{}, '请由签收人签名或者拍照'],
  ])('%o: %s', async (words, said) => {
    const act = await served()
    Object.assign(act.words, words)
    expect(lackingOf(act)).toBe(said)
  })

  it('is nothing once the receiver has signed', async () => {
    const act = await served()
    await setSignature(act, new Uint8Array([1]).buffer)
    await setSignature(act, new Uint8Array([2]).buffer)
    expect(act.pictures.map((one) => one.purpose)).toEqual(['signature'])
    expect(lackingOf(act)).toBe('')
  })

  it('a signature is no photo of papers that were left behind', async () => {
    const act = await served()
    Object.assign(act.words, { way: 'left', refusal: '拒绝签收', witness: '居委会李明' })
    await setSignature(act, new Uint8Array([1]).buffer)
    expect(lackingOf(act)).toBe('请拍摄现场或者回执照片')
  })
})

describe('a service recorded on the spot', () => {
  it('survives a kill with its photos and their signatures', async () => {
    const act = await served()
    await addShot(act, await deviceKeyOf('a1'), picture, 'live')
    await keepAct(act)
    await closeDatabase()
    const kept = await keptService('a1', due.document.id)
    expect(kept?.pictures[0]).toMatchObject({ purpose: 'photo', shot: { source: 'live', signature: act.pictures[0]!.shot!.signature } })
    expect(new Uint8Array(kept!.pictures[0]!.bytes)).toEqual(new Uint8Array([255, 216, 7]))
  })

  it('is signed as it travels, and each photo as it was taken', async () => {
    const [act, key] = [await served(), await deviceKeyOf('a1')]
    await addShot(act, key, picture, 'live')
    const { record, signature } = (await sealService(act, key)).sealed as Sealed
    const jwk = await publicKeyOf(key.pair)
    expect(await verifyText(jwk, canonicalJson(record), signature.value)).toBe(true)
    const [shot] = record.photos
    const claim = {
      record_id: record.id, document_id: due.document.id, purpose: 'photo', sha256: shot!.sha256, taken_at: shot!.taken_at,
      clock_token: 'now', elapsed_ms: shot!.elapsed_ms, position: null,
    }
    expect(await verifyText(jwk, canonicalJson(claim), String(shot!.signature))).toBe(true)
    expect(await verifyText(jwk, canonicalJson({ ...claim, document_id: 'another' }), String(shot!.signature))).toBe(false)
  })

  it('is served by the server’s clock, so that a fast phone does not serve tomorrow', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(Date.parse('2027-05-01T00:00:00Z'))
    const { record } = (await sealService(await served(), await deviceKeyOf('a1'))).sealed as Sealed
    expect(record.at.slice(0, 16)).toBe('2026-01-06T02:00')
  })

  it('takes a day that was typed in only where it was not handed over now', async () => {
    const [act, key] = [await served(), await deviceKeyOf('a1')]
    Object.assign(act.words, { way: 'post', tracking_no: 'EMS1', served_at: '2026-01-05T10:30' })
    expect(((await sealService(act, key)).sealed as Sealed).record.at).toBe('2026-01-05T02:30:00.000Z')
    act.words.way = 'direct'
    expect(((await sealService(act, key)).sealed as Sealed).record.at.slice(0, 10)).toBe('2026-01-06')
  })
})

describe('sending', () => {
  it('posts the record exactly as it was sealed, to one address for all papers', async () => {
    const sealed = await sealService(await served(), await deviceKeyOf('a1'))
    await keepAct(sealed)
    const post = vi.spyOn(api, 'post').mockResolvedValue({})
    expect(await sendWaitingActs('a1')).toBe(1)
    expect(post).toHaveBeenCalledWith('/mobile/deliveries', JSON.parse(JSON.stringify(sealed.sealed)), { as: 'a1' })
    expect(await unsentActs('a1')).toEqual([])
  })

  it('stays as it is without a network, and is in the file for a rescue', async () => {
    const act = await served()
    await addShot(act, await deviceKeyOf('a1'), picture, 'live')
    await keepAct({ ...act, state: 'waiting', sealed: { record: {}, signature: {} } })
    vi.spyOn(api, 'request').mockRejectedValue(new Unreachable('network'))
    expect(await sendWaitingActs('a1')).toBe(0)
    expect((await unsentServices('a1')).map((one) => one.state)).toEqual(['waiting'])
    const { file, records } = await exportQueue('a1')
    const saved = JSON.parse(await file.text()) as { acts: { act: { title: string }; media: { sha256: string; base64url: string }[] }[] }
    expect(records).toBe(1)
    expect(saved.acts[0]!.act.title).toBe('送达：责通字〔2026〕第0001号')
    expect(saved.acts[0]!.media[0]).toMatchObject({ sha256: act.pictures[0]!.sha256, base64url: '_9gH' })
  })

  it('is held with the reason when the server refuses, and found by its page', async () => {
    await keepAct(await sealService(await served(), await deviceKeyOf('a1')))
    vi.spyOn(api, 'post').mockRejectedValue(refusal(409, '该文书已经送达'))
    await sendWaitingActs('a1')
    const [held] = await unsentServices('a1')
    expect(held).toMatchObject({ state: 'held', problem: { title: '该文书已经送达' } })
    expect(pageOf(held!)).toBe(`/due-deliveries/${due.document.id}`)
  })
})

describe('papers that wait', () => {
  it('are known from whichever list this account saw them in', async () => {
    await writeMeta('remembered:a1:/due-deliveries?mine=true&limit=200', { items: [], next: null })
    await writeMeta('remembered:a1:/due-deliveries?unit_id=u1&limit=200', { items: [due], next: null })
    expect((await knownDue('a1', due.document.id))?.unit.name).toBe('示范中学')
    expect(await knownDue('a2', due.document.id)).toBeNull()
  })
})

import { canonicalJson } from '@shouwang/shared/canonical'
import type { Push, RecordPhoto } from '@shouwang/shared/contract'
import { publicKeyOf, sha256Hex, verifyText } from '@shouwang/shared/evidence'
import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '../src/device/database'
import { deviceKeyOf } from '../src/device/device_key'
import { signedContent, type Draft } from '../src/inspect/draft'
import { buildRecord, filesOf, freeze } from '../src/inspect/freeze'
import { gapsOf } from '../src/inspect/review'
import { freshDatabase, newDraft, template } from './setup'

beforeEach(freshDatabase)

const definition = template.definition

function photo(sha256: string, item: string | null): RecordPhoto {
  return {
    sha256, bytes: 3, media_type: 'image/jpeg', width: 4, height: 3, item, taken_at: '2026-11-22T06:00:00.000Z', elapsed_ms: 5, source: 'live',
    position: { lat: 36.65, lon: 117.12, accuracy_metres: 18, at: '2026-11-22T06:00:00.000Z' },
    strokes: [{ color: '#d32f2f', width: 0.006, points: [[0.1, 0.2]] }], rendered: { sha256: `${sha256}-drawn`, bytes: 4, media_type: 'image/jpeg' }, signature: 's',
  }
}

async function filledDraft(): Promise<Draft> {
  const draft = await newDraft()
  draft.officers.push({ person_id: 'p2', name: '周', certificate_no: '002', certificate_shown: true })
  draft.officers[0]!.certificate_shown = true
  draft.companion = { name: '李', post: '科长', phone: '' }
  draft.answers = {
    'T-1': { value: 'fail', note: '无制度', photos: ['h1'] },
    'T-2': { value: 'pass', note: '', photos: [] },
    'T-3': { value: '没有上墙', note: '', photos: [] },
    'T-4': { value: 2, note: '', photos: [] },
  }
  draft.photos = [photo('h1', 'T-1'), photo('h2', null)]
  const over = signedContent(draft)
  draft.signatures = (['p1', 'p2', null] as const).map((person) => ({
    role: person ? 'officer' as const : 'unit' as const, person_id: person, name: '某', signed_at: '2026-11-22T06:10:00.000Z', over,
    image: { sha256: `sig-${person}`, bytes: 9, media_type: 'image/png' },
  }))
  return draft
}

describe('freezing', () => {
  it('signs exactly the text that will travel', async () => {
    const draft = await filledDraft()
    const key = await deviceKeyOf('a1')
    const sending = await freeze(draft, definition, key, '林守义')
    const frozen = (await (await database()).get('frozen', draft.id))!
    const push = JSON.parse(frozen.body) as Push
    const text = frozen.body.slice('{"record":'.length, frozen.body.lastIndexOf(',"signature"'))
    expect(text).toBe(canonicalJson(push.record))
    expect(await sha256Hex(new TextEncoder().encode(text))).toBe(sending.record_hash)
    expect(await verifyText(await publicKeyOf(key.pair), text, push.signature.value)).toBe(true)
  })

  it('ends the draft and queues the record in one go', async () => {
    const draft = await filledDraft()
    await freeze(draft, definition, await deviceKeyOf('a1'), '林守义')
    const db = await database()
    expect(await db.get('drafts', draft.id)).toBeUndefined()
    expect(await db.get('sending', draft.id)).toMatchObject({ state: 'waiting', owner: 'a1', uploads: expect.arrayContaining([]) })
  })

  it('cannot be done twice, and the first stays', async () => {
    const draft = await filledDraft()
    const key = await deviceKeyOf('a1')
    const first = await freeze(draft, definition, key, '林守义')
    draft.opinion = '后来改的'
    await expect(freeze(draft, definition, key, '林守义')).rejects.toThrow()
    expect((await (await database()).get('frozen', draft.id))?.record_hash).toBe(first.record_hash)
  })

  it('names every file once: originals, drawn copies and signatures', async () => {
    const draft = await filledDraft()
    const record = buildRecord(draft, definition, await deviceKeyOf('a1'))
    expect(filesOf(record).map((file) => file.sha256).sort()).toEqual(['h1', 'h1-drawn', 'h2', 'h2-drawn', 'sig-null', 'sig-p1', 'sig-p2'])
  })

  it('leaves out answers and photos of items that do not apply', async () => {
    const draft = await filledDraft()
    draft.answers['T-1'] = { value: 'pass', note: '', photos: [] }
    draft.facts.boarding = false
    draft.photos.push(photo('h3', 'T-2'))
    draft.answers['T-2']!.photos = ['h3']
    const record = buildRecord(draft, definition, await deviceKeyOf('a1'))
    expect(Object.keys(record.answers)).toEqual(['T-1', 'T-4'])
    expect(record.photos.map((entry) => entry.sha256)).toEqual(['h2'])
    expect(record.score).toEqual({ earned: 6, possible: 6 })
  })

  it('keeps a note on an item without an answer', async () => {
    const draft = await filledDraft()
    draft.answers['T-2'] = { value: null, note: '宿舍锁着，未能进入', photos: [] }
    expect(buildRecord(draft, definition, await deviceKeyOf('a1')).answers['T-2']).toEqual({ value: null, note: '宿舍锁着，未能进入', photos: [] })
  })

  it('gives a reason for a group only when the group was not looked at', async () => {
    const draft = await filledDraft()
    draft.answers['T-1'] = { value: 'pass', note: '', photos: [] }
    draft.group_reasons = { measures: '无适用项目', facilities: '多余的' }
    expect(buildRecord(draft, definition, await deviceKeyOf('a1')).group_reasons).toEqual({ measures: '无适用项目' })
  })

  it('does not send signatures that were given for other content', async () => {
    const draft = await filledDraft()
    draft.answers['T-4']!.value = 1
    expect(gapsOf(draft, definition).filter((gap) => gap.kind === 'signature')).toHaveLength(3)
    expect(buildRecord(draft, definition, await deviceKeyOf('a1')).signatures).toEqual([])
  })

  it('sends a refusal in place of the unit\'s signature', async () => {
    const draft = await filledDraft()
    Object.assign(draft, { refused: true, refusal: { reason: '有异议', witness: '王', note: '' } })
    const record = buildRecord(draft, definition, await deviceKeyOf('a1'))
    expect(record.refusal).toEqual({ reason: '有异议', witness: '王', note: '' })
    expect(record.signatures.map((signature) => signature.role)).toEqual(['officer', 'officer'])
  })
})

describe('the list of what is missing', () => {
  it('is empty for a whole record', async () => {
    expect(gapsOf(await filledDraft(), definition)).toEqual([])
  })

  it('names a lone officer, a missing photo and an unanswered item', async () => {
    const draft = await filledDraft()
    draft.officers.pop()
    draft.answers['T-1']!.photos = []
    delete draft.answers['T-2']
    expect(gapsOf(draft, definition).map((gap) => gap.text)).toEqual(expect.arrayContaining(['检查人员不足两人', 'T-1 缺照片', 'T-2 未填写']))
  })

  it('asks for reason and witness when the unit refuses', async () => {
    const draft = await filledDraft()
    draft.refused = true
    expect(gapsOf(draft, definition).map((gap) => gap.text)).toEqual(['未填写拒签原因', '未填写见证人'])
  })
})

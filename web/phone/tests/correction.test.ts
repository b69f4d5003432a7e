import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '../src/device/database'
import { deviceKeyOf } from '../src/device/device_key'
import { beginCorrection } from '../src/inspect/correction'
import { saveDraft } from '../src/inspect/draft'
import { buildRecord, freeze } from '../src/inspect/freeze'
import { gapsOf } from '../src/inspect/review'
import { freshDatabase, me, newDraft, template } from './setup'

beforeEach(freshDatabase)

async function sent() {
  const draft = await newDraft()
  draft.answers['T-1'] = { value: 'fail', note: '门口无人', photos: [] }
  await saveDraft(draft)
  const key = await deviceKeyOf(me.account_id)
  const sending = await freeze(draft, template.definition, key, me.name)
  return { sending, key }
}

describe('a correction', () => {
  it('starts from what the server has, names it and asks for the reason', async () => {
    const { sending, key } = await sent()
    const db = await database()
    await db.put('sending', { ...sending, receipt: { id: sending.id, record_hash: sending.record_hash, state: 'complete', missing: [], flags: [], hazards: [], received_at: '2026-11-22T01:00:00Z' } })
    const draft = await beginCorrection(sending.id, me, key)
    expect(draft.answers['T-1']).toMatchObject({ value: 'fail', note: '门口无人' })
    expect(draft.signatures).toEqual([])
    expect(gapsOf(draft, template.definition).map((gap) => gap.text)).toContain('未填写更正原因')
    draft.correction_reason = '看错了位置 '
    expect(buildRecord(draft, template.definition, key)).toMatchObject({ corrects_id: sending.id, correction_reason: '看错了位置', part_of: null })
    expect((await db.get('frozen', sending.id))?.record.corrects_id).toBeNull()
  })

  it('cannot begin before the record has arrived', async () => {
    const { sending, key } = await sent()
    await expect(beginCorrection(sending.id, me, key)).rejects.toThrow('已送达')
  })
})

describe('a part of a check', () => {
  it('does not ask for what the colleague records', async () => {
    const draft = await newDraft()
    expect(gapsOf(draft, template.definition).some((gap) => gap.kind === 'answer')).toBe(true)
    draft.task_id = draft.part_of = 'task-1'
    expect(gapsOf(draft, template.definition).some((gap) => gap.kind === 'answer' || gap.kind === 'group')).toBe(false)
    expect(buildRecord(draft, template.definition, await deviceKeyOf(me.account_id)).part_of).toBe('task-1')
  })
})

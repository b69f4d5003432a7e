import { beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase, database } from '../src/device/database'
import { autosave } from '../src/inspect/autosave'
import { deleteDraft, draftsOf, emptyAnswer, readDraft } from '../src/inspect/draft'
import { freshDatabase, newDraft, template } from './setup'

beforeEach(freshDatabase)

const bytes = new Uint8Array([255, 216, 1, 2, 3]).buffer

describe('a draft', () => {
  it('is there after the app was killed, with every answer and note', async () => {
    const saving = autosave(await newDraft())
    saving.draft.answers['T-1'] = { value: 'fail', note: '门卫室', photos: [] }
    saving.draft.answers['T-1']!.note += '无人'
    saving.draft.answers['T-9'] = { ...emptyAnswer(), note: '只有说明，没有结论' }
    saving.draft.companion.name = '李'
    await saving.settled()
    await closeDatabase()

    const found = await readDraft(saving.draft.id)
    expect(found?.answers['T-1']).toEqual({ value: 'fail', note: '门卫室无人', photos: [] })
    expect(found?.answers['T-9']?.note).toBe('只有说明，没有结论')
    expect(found?.companion.name).toBe('李')
  })

  it('ends with the last of many quick changes', async () => {
    const saving = autosave(await newDraft())
    for (let index = 0; index < 200; index++) {
      saving.draft.opinion = `意见${index}`
      if (index % 20 === 0) await Promise.resolve()
    }
    await saving.settled()
    expect((await readDraft(saving.draft.id))?.opinion).toBe('意见199')
  })

  it('stores a picture and the form that names it together', async () => {
    const saving = autosave(await newDraft())
    const db = await database()
    const spy = vi.spyOn(db, 'transaction')
    await saving.change(() => {
      saving.draft.answers['T-1'] = { value: 'fail', note: '', photos: ['h1'] }
    }, [{ record_id: saving.draft.id, name: 'h1', media_type: 'image/jpeg', bytes }])
    expect(spy.mock.calls.filter(([, mode]) => mode === 'readwrite').map(([stores]) => stores)).toEqual([['drafts', 'media']])
    expect((await readDraft(saving.draft.id))?.answers['T-1']?.photos).toEqual(['h1'])
    expect((await db.get('media', [saving.draft.id, 'h1']))?.bytes.byteLength).toBe(5)
  })

  it('does not say saved when the storage refuses, and says so once it works again', async () => {
    const saving = autosave(await newDraft())
    const before = saving.state.savedAt
    const db = await database()
    const refusal = vi.spyOn(db, 'transaction').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    saving.draft.opinion = '意见'
    await expect(saving.settled()).rejects.toThrow('full')
    expect(saving.state.error).toBeInstanceOf(DOMException)
    expect(saving.state.savedAt).toBe(before)

    refusal.mockRestore()
    saving.draft.opinion = '意见二'
    await saving.settled()
    expect(saving.state.error).toBeNull()
    expect((await readDraft(saving.draft.id))?.opinion).toBe('意见二')
  })

  it('keeps the template version it was begun with', async () => {
    const draft = await newDraft()
    const db = await database()
    await db.delete('templates', template.id)
    expect((await db.get('pinned', draft.template_version_id))?.content_hash).toBe(template.content_hash)
  })

  it('is shown to its owner only', async () => {
    await newDraft()
    expect(await draftsOf('a1')).toHaveLength(1)
    expect(await draftsOf('a2')).toEqual([])
  })

  it('takes its pictures along when it is thrown away, and nobody else\'s', async () => {
    const [gone, kept] = [await newDraft(), await newDraft()]
    const db = await database()
    for (const draft of [gone, kept]) await db.put('media', { record_id: draft.id, name: 'h', media_type: 'image/jpeg', bytes })
    await deleteDraft(gone.id)
    expect(await db.getAllKeys('media')).toEqual([[kept.id, 'h']])
  })

  it('fills in what the unit\'s file already knows', async () => {
    const draft = await newDraft()
    expect(draft.facts).toEqual({ boarding: true, key_unit: true, key_unit_level: 1 })
    expect(draft).toMatchObject({ place: '东路2号', site_name: '东校区', officers: [{ person_id: 'p1', certificate_shown: false }] })
  })
})

import { Sheet } from '@shouwang/shared/checklist'
import type { AnswerValue, Basis, Definition, Item, RecordPhoto, Stroke } from '@shouwang/shared/contract'
import { computed, inject, shallowRef, type ComputedRef, type InjectionKey, type ShallowRef } from 'vue'
import { database, plain, type DeviceKey } from '../device/database'
import { deviceKeyOf } from '../device/device_key'
import { session } from '../session/session'
import { autosave, type Autosave } from './autosave'
import { emptyAnswer, readDraft, type Draft } from './draft'
import { annotate, takeEvidence, thumbName } from './evidence_photo'
import type { Picture } from './picture'
import { gapsOf, type Gap } from './review'

/** One open form, shared by its pages. */
export interface Form {
  draft: Draft
  definition: Definition
  key: DeviceKey
  saving: Autosave
  bases: Map<string, Basis>
  sheet: ComputedRef<Sheet>
  gaps: ComputedRef<Gap[]>
  /** Grows when a picture changed under an unchanged name. */
  pictures: ShallowRef<number>
  answer(item: Item): AnswerValue
  addPhoto(item: string | null, picture: Picture, source: 'live' | 'file'): Promise<RecordPhoto>
  drawOn(photo: RecordPhoto, strokes: Stroke[]): Promise<void>
  removePhoto(photo: RecordPhoto): Promise<void>
}

export const FORM: InjectionKey<Form> = Symbol('form')

export function useForm(): Form {
  const form = inject(FORM)
  if (!form) throw new Error('no form is open')
  return form
}

export type Opening = { form: Form } | { missing: true } | { submitted: true }

/** Open a draft of the person signed in. The template is the pinned one, whatever was published since. */
export async function openForm(id: string): Promise<Opening> {
  const db = await database()
  const stored = await readDraft(id)
  if (!stored) return (await db.get('frozen', id)) ? { submitted: true } : { missing: true }
  const template = await db.get('pinned', stored.template_version_id)
  if (!template || stored.owner !== session.me?.account_id) return { missing: true }
  const key = await deviceKeyOf(stored.owner)
  const bases = new Map((await db.getAll('bases')).map((basis) => [basis.id, basis]))
  return { form: makeForm(autosave(stored), template.definition, key, bases) }
}

function makeForm(saving: Autosave, definition: Definition, key: DeviceKey, bases: Map<string, Basis>): Form {
  const { draft } = saving
  const pictures = shallowRef(0)
  return {
    draft, definition, key, saving, bases, pictures,
    // Over copies: the sheet remembers what applies, so each change needs a new one.
    sheet: computed(() => new Sheet(definition, plain(draft.facts), plain(draft.answers))),
    gaps: computed(() => gapsOf(draft, definition)),
    answer(item) {
      draft.answers[item.id] ??= emptyAnswer()
      return draft.answers[item.id]!
    },
    async addPhoto(item, picture, source) {
      const { photo, media } = await takeEvidence(draft, key, item, picture, source)
      await saving.change(() => {
        if (!draft.photos.some((earlier) => earlier.sha256 === photo.sha256)) draft.photos.push(photo)
        if (!item) return
        draft.answers[item] ??= emptyAnswer()
        const names = draft.answers[item]!.photos
        if (!names.includes(photo.sha256)) names.push(photo.sha256)
      }, media)
      pictures.value += 1
      return photo
    },
    async drawOn(photo, strokes) {
      const { rendered, media } = await annotate(draft, photo, strokes)
      const kept = draft.photos.find((entry) => entry.sha256 === photo.sha256)
      if (!kept) return
      await saving.change(() => Object.assign(kept, { strokes: plain(strokes), rendered }), media)
      pictures.value += 1
    },
    async removePhoto(photo) {
      await saving.change(() => {
        draft.photos = draft.photos.filter((entry) => entry.sha256 !== photo.sha256)
        for (const answer of Object.values(draft.answers)) answer.photos = answer.photos.filter((name) => name !== photo.sha256)
      })
      const db = await database()
      for (const name of [photo.sha256, thumbName(photo.sha256), photo.rendered?.sha256]) if (name) await db.delete('media', [draft.id, name])
    },
  }
}

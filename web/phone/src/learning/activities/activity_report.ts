import { addPicture, freshAct, readAct, type KeptAct } from '../../acts/kept_act'
import type { Picture } from '../../inspect/picture'

export interface ActivityWords {
  kind: string
  title: string
  on_day: string
  place: string
  head_count: number | null
  summary: string
}

export type ActivityDraft = KeptAct<ActivityWords>

const pathOf = (unitId: string): string => `/units/${unitId}/activities`

export function freshActivity(owner: string, unitId: string, today: string): ActivityDraft {
  return freshAct(owner, pathOf(unitId), '宣传活动', { kind: 'lecture', title: '', on_day: today, place: '', head_count: null, summary: '' })
}

export async function keptActivity(owner: string, unitId: string): Promise<ActivityDraft | undefined> {
  return readAct<ActivityWords>(owner, pathOf(unitId))
}

export async function addPhoto(draft: ActivityDraft, picture: Picture): Promise<void> {
  await addPicture(draft, 'photo', picture, null, '活动照片')
}

/** What must be there before the server would take it. */
export function lackingOf({ words, pictures }: ActivityDraft): string[] {
  const people = Number(words.head_count)
  return [
    words.title.trim() ? '' : '活动名称',
    words.on_day ? '' : '日期',
    words.place.trim() ? '' : '地点',
    Number.isInteger(people) && people >= 1 ? '' : '参加人数',
    pictures.length > 0 ? '' : '照片',
  ].filter(Boolean)
}

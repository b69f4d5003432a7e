import { addDays } from '@/words/dates'

export interface TaskDraft {
  kind: string
  unit_id: string
  site_id: string
  template_ids: string[]
  officer_ids: string[]
  due_on: string
  note: string
}

export const TASK_FIELD_LABELS: Record<string, string> = {
  kind: '种类',
  unit_id: '单位',
  site_id: '场所',
  template_ids: '检查表',
  officer_ids: '检查人员',
  due_on: '截止日期',
  note: '说明',
}

/** Source: 行政处罚法第四十二条: at least two officers. */
export const FEWEST_OFFICERS = 2

export function emptyTask(today: string): TaskDraft {
  return { kind: 'periodic', unit_id: '', site_id: '', template_ids: [], officer_ids: [], due_on: addDays(today, 14), note: '' }
}

/** What is still missing, by field; the server checks again. */
export function gapsInTask(draft: TaskDraft, today: string): Record<string, string> {
  const gaps: Record<string, string> = {}
  if (!draft.unit_id) gaps.unit_id = '请选择单位'
  if (draft.template_ids.length === 0) gaps.template_ids = '至少选择一份检查表'
  if (draft.kind !== 'self' && new Set(draft.officer_ids).size < FEWEST_OFFICERS) gaps.officer_ids = '至少两名有执法证的检查人员'
  if (!draft.due_on) gaps.due_on = '请选择截止日期'
  else if (draft.due_on < today) gaps.due_on = '截止日期已过'
  return gaps
}

export function taskPayload(draft: TaskDraft, id: string): Record<string, unknown> {
  return {
    id,
    kind: draft.kind,
    unit_id: draft.unit_id,
    site_id: draft.site_id || null,
    template_ids: draft.template_ids,
    officer_ids: draft.officer_ids,
    due_on: draft.due_on,
    note: draft.note.trim(),
  }
}

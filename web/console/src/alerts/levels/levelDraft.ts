import { addDays } from '@/words/dates'

export interface LevelDraft {
  title: string
  level: number
  reason_kind: string
  reason: string
  from_on: string
  to_on: string
  scope: { whole: boolean; area_codes: string[]; industries: string[]; kinds: string[]; key_levels: number[]; unit_ids: string[] }
  check_interval_days: number | null
  zero_report_by: string
  extra_template_codes: string[]
  measures: string
}

export const LEVEL_FIELD_LABELS: Record<string, string> = {
  title: '名称', level: '等级', reason_kind: '缘由', reason: '缘由说明', from_on: '起始日期', to_on: '结束日期', scope: '适用范围',
  check_interval_days: '检查间隔', zero_report_by: '零报告时间', extra_template_codes: '增加的检查表', measures: '防范措施', password: '登录密码',
}

export function emptyLevel(today: string): LevelDraft {
  return {
    title: '', level: 2, reason_kind: 'major_event', reason: '', from_on: today, to_on: addDays(today, 6),
    scope: { whole: false, area_codes: [], industries: [], kinds: [], key_levels: [], unit_ids: [] },
    check_interval_days: 1, zero_report_by: '18:00', extra_template_codes: [], measures: '',
  }
}

/** Whether anybody is meant at all; the server counts who. */
export function isScopeStated(scope: LevelDraft['scope']): boolean {
  return scope.whole || [scope.area_codes, scope.industries, scope.kinds, scope.key_levels, scope.unit_ids].some((part) => part.length > 0)
}

/** What is still missing, by field; the server checks again. */
export function gapsInLevel(draft: LevelDraft, today: string): Record<string, string> {
  const gaps: Record<string, string> = {}
  if (!draft.title.trim()) gaps.title = '请填写名称'
  if (!draft.reason.trim()) gaps.reason = '请写明缘由'
  if (draft.from_on < today) gaps.from_on = '不能早于今天'
  if (draft.to_on < draft.from_on) gaps.to_on = '不能早于起始日期'
  if (!isScopeStated(draft.scope)) gaps.scope = '请选定适用范围，或选择辖区全部单位'
  return gaps
}

export function levelPayload(draft: LevelDraft, id: string, password: string): Record<string, unknown> {
  return { ...draft, id, password, title: draft.title.trim(), reason: draft.reason.trim(), measures: draft.measures.trim(), zero_report_by: draft.zero_report_by || null }
}

import { Sheet } from '@shouwang/shared/checklist'
import { isTooSmall } from '@shouwang/shared/sampling'
import type { Definition } from '@shouwang/shared/contract'
import { GROUP } from '@shouwang/shared/words'
import { signedContent, type Draft } from './draft'

/** Something a finished record should have. `page` and `item` lead to the place where it is given. */
export interface Gap {
  text: string
  page: 'start' | 'finish' | string
  item?: string
  kind: 'answer' | 'evidence' | 'group' | 'people' | 'signature'
  /** What another part of the same check may bring. */
  ofWhole?: boolean
}

/** All that the server would flag, so that it can be put right while still on site. */
export function gapsOf(draft: Draft, definition: Definition): Gap[] {
  const sheet = new Sheet(definition, draft.facts, draft.answers)
  const gaps = [...reasonGaps(draft), ...peopleGaps(draft), ...itemGaps(sheet), ...groupGaps(draft, sheet), ...signatureGaps(draft)]
  return draft.part_of ? gaps.filter((gap) => !gap.ofWhole) : gaps
}

function reasonGaps(draft: Draft): Gap[] {
  return draft.corrects_id && !draft.correction_reason?.trim() ? [{ text: '未填写更正原因', page: 'start', kind: 'people' }] : []
}

function peopleGaps(draft: Draft): Gap[] {
  const gaps: Gap[] = []
  const distinct = new Set(draft.officers.map((officer) => officer.person_id))
  if (distinct.size < 2) gaps.push({ text: '检查人员不足两人', page: 'start', kind: 'people' })
  for (const officer of draft.officers.filter((entry) => !entry.certificate_shown)) {
    gaps.push({ text: `${officer.name}尚未确认出示证件`, page: 'start', kind: 'people', ofWhole: officer.person_id !== draft.recorder_person_id })
  }
  if (!draft.companion.name.trim() && !draft.refused) gaps.push({ text: '未填写陪同人', page: 'start', kind: 'people', ofWhole: true })
  return gaps
}

function itemGaps(sheet: Sheet): Gap[] {
  const gaps: Gap[] = []
  for (const section of sheet.definition.sections) {
    for (const item of section.items.filter((entry) => sheet.applies(entry))) {
      if (item.required && !sheet.isAnswered(item)) gaps.push({ text: `${item.id} 未填写`, page: section.id, item: item.id, kind: 'answer', ofWhole: true })
      if (isTooSmall(item, sheet.answers[item.id]?.value)) gaps.push({ text: `${item.id} 抽查数不足 ${item.min_checked}`, page: section.id, item: item.id, kind: 'answer' })
      for (const kind of sheet.missingEvidence(item)) {
        gaps.push({ text: `${item.id} 缺${kind === 'photo' ? '照片' : '情况说明'}`, page: section.id, item: item.id, kind: 'evidence' })
      }
    }
  }
  return gaps
}

function groupGaps(draft: Draft, sheet: Sheet): Gap[] {
  return sheet.uncoveredGroups()
    .filter((group) => !draft.group_reasons[group]?.trim())
    .map((group) => ({ text: `“${GROUP[group]}”未检查，应说明原因`, page: sheet.definition.sections.find((section) => section.group === group)?.id ?? 'finish', kind: 'group', ofWhole: true }))
}

function signatureGaps(draft: Draft): Gap[] {
  const gaps: Gap[] = []
  const content = signedContent(draft)
  for (const officer of draft.officers) {
    const signature = draft.signatures.find((entry) => entry.role === 'officer' && entry.person_id === officer.person_id)
    if (!signature) gaps.push({ text: `${officer.name}未签名`, page: 'finish', kind: 'signature', ofWhole: officer.person_id !== draft.recorder_person_id })
    else if (signature.over !== content) gaps.push({ text: `${officer.name}签名后内容有改动，应重新签名`, page: 'finish', kind: 'signature' })
  }
  if (draft.refused) {
    if (!draft.refusal.reason.trim()) gaps.push({ text: '未填写拒签原因', page: 'finish', kind: 'signature' })
    if (!draft.refusal.witness.trim()) gaps.push({ text: '未填写见证人', page: 'finish', kind: 'signature' })
    return gaps
  }
  const unit = draft.signatures.find((entry) => entry.role === 'unit')
  if (!unit) gaps.push({ text: '被检查单位人员未签名', page: 'finish', kind: 'signature', ofWhole: true })
  else if (unit.over !== content) gaps.push({ text: '单位人员签名后内容有改动，应重新签名', page: 'finish', kind: 'signature' })
  return gaps
}

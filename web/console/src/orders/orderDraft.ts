import type { Hazard, Order, PolicyBasis } from '@/api/types'
import { addDays } from '@/words/dates'

export interface OrderDraft {
  hazard_ids: string[]
  deadline_days: number
  basis_id: string
  article: string
  violated: string
  measures: string
  decided_on: string
}

export const ORDER_FIELD_LABELS: Record<string, string> = {
  hazard_ids: '治安隐患',
  deadline_days: '整改期限',
  basis_id: '处理依据',
  article: '条款',
  violated: '违反的条款',
  measures: '期间应采取的必要措施',
  decided_on: '决定日期',
}

/** Proposals only: the officer decides; no rule fixes the number of days. */
export const PROPOSED_DAYS = [7, 15, 30, 60] as const
export const MOST_DAYS = 365

/** Where most orders rest. Source: 企业事业单位内部治安保卫条例第十六条. */
const USUAL_BASIS = 'state-council-421'
const USUAL_ARTICLE = '第十六条'

export function deadlineOf(draft: Pick<OrderDraft, 'decided_on' | 'deadline_days'>): string {
  return addDays(draft.decided_on, draft.deadline_days)
}

export function newDraft(hazards: readonly Hazard[], bases: readonly PolicyBasis[], today: string): OrderDraft {
  const usual = bases.find((basis) => basis.id === USUAL_BASIS && isSelectable(basis))
  return {
    hazard_ids: hazards.map((hazard) => hazard.id),
    deadline_days: 15,
    basis_id: usual?.id ?? '',
    article: usual?.articles.some(({ article }) => article === USUAL_ARTICLE) ? USUAL_ARTICLE : '',
    violated: violatedText(hazards),
    measures: '',
    decided_on: today,
  }
}

/**
 * What an order upon an inspection may name: the hazards it found, those an officer reported of the same unit without an
 * inspection, and those already in the order. A unit's own findings are never ordered.
 */
export function orderableHazards(found: readonly Hazard[], reported: readonly Hazard[], inOrder: readonly Hazard[]): Hazard[] {
  const named = new Set(inOrder.map((hazard) => hazard.id))
  const isFree = (hazard: Hazard) => hazard.state === 'found' && hazard.order_id === null
  const mayJoin = (hazard: Hazard) => isFree(hazard) && hazard.inspection_id === null && hazard.source !== 'self' && hazard.kind === 'public_security'
  const own = found.filter((hazard) => named.has(hazard.id) || isFree(hazard))
  const more = [...inOrder, ...reported.filter((hazard) => named.has(hazard.id) || mayJoin(hazard))]
  const seen = new Set(own.map((hazard) => hazard.id))
  return [...own, ...more.filter((hazard) => !seen.has(hazard.id) && seen.add(hazard.id))]
}

export function draftOfOrder(order: Order): OrderDraft {
  return {
    hazard_ids: order.hazards.map((hazard) => hazard.id),
    deadline_days: order.deadline_days,
    basis_id: order.basis.id,
    article: order.basis.article,
    violated: order.violated,
    measures: order.measures,
    decided_on: order.decided_on,
  }
}

/** A decision may rest only on a text in force that day; one whose dates are unknown needs a person to check it first. */
export function isSelectable(basis: PolicyBasis): boolean {
  return basis.status === 'in_force'
}

/** The paper has room for this much. */
export const MOST_VIOLATED = 300

/** 《甲》第一条、第二条；《乙》第三条: what the hazards cite, lapsed texts left out, each once; whole citations as far as they fit. */
export function violatedText(hazards: readonly Hazard[]): string {
  const articlesByTitle = new Map<string, Set<string>>()
  for (const { bases } of hazards) {
    for (const basis of bases) {
      if (basis.status !== 'in_force') continue
      const articles = articlesByTitle.get(basis.title) ?? new Set<string>()
      if (basis.article) articles.add(basis.article)
      articlesByTitle.set(basis.title, articles)
    }
  }
  const citations = [...articlesByTitle].map(([title, articles]) => `《${title}》${[...articles].join('、')}`)
  while (citations.join('；').length > MOST_VIOLATED) citations.pop()
  return citations.join('；')
}

/** What is still missing, by field; the server checks again. */
export function gapsInOrder(draft: OrderDraft, bases: readonly PolicyBasis[]): Record<string, string> {
  const gaps: Record<string, string> = {}
  if (draft.hazard_ids.length === 0) gaps.hazard_ids = '至少选择一处隐患'
  if (!Number.isInteger(draft.deadline_days) || draft.deadline_days < 1 || draft.deadline_days > MOST_DAYS) gaps.deadline_days = `期限为 1 至 ${MOST_DAYS} 日`
  const basis = bases.find((one) => one.id === draft.basis_id)
  if (!draft.basis_id) gaps.basis_id = '请选择处理依据'
  else if (basis !== undefined && !isSelectable(basis)) gaps.basis_id = '该依据在决定日期不是现行有效，请另选'
  if (!draft.article.trim()) gaps.article = '请写明条款'
  if (!draft.violated.trim()) gaps.violated = '请写明违反的条款'
  if (!draft.measures.trim()) gaps.measures = '请写明整改期间应采取的必要措施'
  return gaps
}

export function orderPayload(draft: OrderDraft, ids: { id: string; inspection_id: string }): Record<string, unknown> {
  return {
    ...ids,
    hazard_ids: draft.hazard_ids,
    deadline_days: draft.deadline_days,
    basis_id: draft.basis_id,
    article: draft.article.trim(),
    violated: draft.violated.trim(),
    measures: draft.measures.trim(),
    decided_on: draft.decided_on,
  }
}

/** In force first, then by title; what cannot be chosen comes last but stays in sight. */
export function sortedBases(bases: readonly PolicyBasis[]): PolicyBasis[] {
  return [...bases].sort((a, b) => Number(isSelectable(b)) - Number(isSelectable(a)) || a.title.localeCompare(b.title, 'zh-CN'))
}

import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import type { Term, Terms, Tone } from '@/words/terms'

export type Blueprint = components['schemas']['Blueprint']
export type BlueprintFile = components['schemas']['BlueprintFile']
export type Availability = components['schemas']['Availability']
export type Point = components['schemas']['KnowledgePoint']
export type Tryout = components['schemas']['Tryout']

function withTones(labels: Record<string, string>, tones: Record<string, Tone> = {}): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]): [string, Term] => [code, { label, tone: tones[code] ?? 'plain' }]))
}

export const CATEGORIES = withTones(glossary.training_category)
export const ITEM_TYPES = withTones(glossary.item_type)
export const BLUEPRINT_STATES = withTones(glossary.blueprint_state, { live: 'good' })

export interface Row {
  category: string
  type: string
  count: number
  worth: number
  point_code: string
  least_difficulty: number
  most_difficulty: number
}

export interface Draft {
  title: string
  rows: Row[]
  pass_percent: number
  partial_percent: number
  sections: Record<string, number>
  shuffle_items: boolean
  shuffle_options: boolean
  parallel: number
  most_uses: number | null
}

const NAMES = Object.keys(glossary.training_category)

/** A suggestion to begin from: forty truths, forty single and ten multiple choices, a hundred points. */
export function emptyDraft(): Draft {
  const each = (type: string, count: number, worth: number): Row[] => NAMES.map((category) => ({ category, type, count, worth, point_code: '', least_difficulty: 1, most_difficulty: 5 }))
  const rows = [...each('true_false', 10, 1), ...each('single', 10, 1), ...each('multiple', 2, 2)]
  rows.filter((row) => row.type === 'multiple').slice(0, 2).forEach((row) => { row.count = 3 })
  return { title: '', rows, pass_percent: 60, partial_percent: 50, sections: {}, shuffle_items: true, shuffle_options: true, parallel: 1, most_uses: null }
}

export function draftOf(blueprint: Blueprint): Draft {
  const { rows, marking } = blueprint
  return {
    title: blueprint.title,
    rows: rows.map((row) => ({ category: row.category, type: row.type, count: row.count, worth: row.worth_x100 / 100, point_code: row.point_code ?? '', least_difficulty: row.least_difficulty ?? 1, most_difficulty: row.most_difficulty ?? 5 })),
    pass_percent: marking.pass_percent ?? 60,
    partial_percent: marking.partial_percent ?? 50,
    sections: { ...(marking.sections as Record<string, number> | undefined) },
    shuffle_items: marking.shuffle_items ?? true,
    shuffle_options: marking.shuffle_options ?? true,
    parallel: marking.parallel ?? 1,
    most_uses: marking.most_uses ?? null,
  }
}

export function tableOf(draft: Draft) {
  return {
    rows: draft.rows.map(({ worth, point_code, ...row }) => ({ ...row, point_code: point_code.trim() || null, worth_x100: Math.round(worth * 100) })),
    marking: {
      pass_percent: draft.pass_percent,
      partial_percent: draft.partial_percent,
      sections: Object.fromEntries(Object.entries(draft.sections).filter(([, share]) => share > 0)),
      shuffle_items: draft.shuffle_items,
      shuffle_options: draft.shuffle_options,
      parallel: draft.parallel,
      most_uses: draft.most_uses,
    },
  }
}

export function pointsOf(draft: Draft): number {
  return Math.round(draft.rows.reduce((sum, row) => sum + row.count * row.worth * 100, 0)) / 100
}

export const FIELD_LABELS: Record<string, string> = { title: '名称', rows: '组卷表', marking: '评分规则' }

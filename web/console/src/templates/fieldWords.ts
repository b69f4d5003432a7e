import type { Definition, Fact, Item, Predicate } from '@shouwang/shared/contract'
import { EVIDENCE_KINDS, HAZARD_GRADES, INDUSTRIES, ITEM_GROUPS, ITEM_KINDS, KEY_LEVELS, METHODS, UNIT_KINDS, VERDICTS, wordFor, type Terms } from '@/words/terms'
import { conditionWords } from './conditions'

/** What the fields of a checklist are called, and their values in words: for the editor and for what changed. */
export const FIELD_WORDS: Record<string, string> = {
  code: '代码', title: '名称', industries: '适用行业', kinds_of_unit: '适用单位性质', extends: '同时使用的检查表', basis_note: '依据说明', version: '版本号',
  id: '编号', label: '名称', kind: '类型', group: '检查内容分类', levels: '限重点单位级别', section: '所在部分', position: '位置', text: '检查内容', help: '怎么查', grade: '隐患等级',
  required: '必填', score: '分值', weight: '权重', critical: '关键项', bases: '依据', methods: '检查方法', evidence: '取证要求', applies_if: '适用条件',
  phrases: '常用语', unit: '计量单位', min: '最小值', max: '最大值', pass_if: '合格界限', min_checked: '最少抽查数', options: '选项',
}

const NOTHING = '（无）'
const FACT_KINDS: Record<string, string> = { boolean: '是或否', integer: '整数' }
const BOUND_WORDS: Record<string, string> = { at_least: '不少于', at_most: '不多于', above: '多于', below: '少于' }
const LISTS: Record<string, Terms> = { industries: INDUSTRIES, kinds_of_unit: UNIT_KINDS, methods: METHODS, levels: KEY_LEVELS }
const SINGLE: Record<string, Terms> = { grade: HAZARD_GRADES, group: ITEM_GROUPS }

interface Surroundings {
  facts: readonly Fact[]
  items: readonly Item[]
  sections: Definition['sections']
  basisTitle: (id: string) => string
}

/** The value of a field as people say it. */
export function valueWords(field: string, value: unknown, around: Surroundings): string {
  if (field === 'position') return `第 ${value as number} 个`
  if (field === 'weight') return String(value ?? 1)
  if (field === 'levels' && !(value as number[] | null)?.length) return '不限'
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return NOTHING
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (field in LISTS) return (value as (string | number)[]).map((one) => wordFor(LISTS[field]!, one)).join('、')
  if (field in SINGLE) return wordFor(SINGLE[field]!, value as string)
  if (field === 'kind') return FACT_KINDS[value as string] ?? wordFor(ITEM_KINDS, value as string)
  if (field === 'section') return around.sections.find((section) => section.id === value)?.title ?? String(value)
  if (field === 'applies_if') return conditionWords(value as Predicate, around.facts, around.items)
  if (field === 'pass_if') return passWords(value as Record<string, unknown>, around.facts)
  if (field === 'phrases') return (value as string[]).join('；')
  if (field === 'bases') return (value as Item['bases']).map((basis) => `《${around.basisTitle(basis.basis)}》${basis.article}`).join('；')
  if (field === 'evidence') return evidenceWords(value as Item['evidence'])
  if (field === 'options') return (value as NonNullable<Item['options']>).map((option) => `${option.label}（${wordFor(VERDICTS, option.verdict) || '不作判定'}）`).join('；')
  return String(value)
}

/** 不少于 3；不多于“应有数”. */
export function passWords(bounds: Record<string, unknown>, facts: readonly Fact[]): string {
  const limit = (bound: unknown) => (typeof bound === 'object' && bound !== null ? `“${facts.find((fact) => fact.id === (bound as { fact: string }).fact)?.label ?? (bound as { fact: string }).fact}”` : String(bound))
  return Object.entries(bounds).map(([name, bound]) => `${BOUND_WORDS[name] ?? name} ${limit(bound)}`).join('；') || NOTHING
}

function evidenceWords(evidence: Item['evidence']): string {
  const kinds = (list: readonly string[]) => list.map((kind) => wordFor(EVIDENCE_KINDS, kind)).join('、')
  const parts = [evidence.always.length > 0 ? `一律须有${kinds(evidence.always)}` : '', evidence.on_fail.length > 0 ? `不合格须有${kinds(evidence.on_fail)}` : '']
  return parts.filter(Boolean).join('；') || NOTHING
}

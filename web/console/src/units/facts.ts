import type { Fact } from '@/parts/FactList.vue'

/** Labels of the facts a unit carries for its checklists; an unknown one is shown by its own name. */
export const FACT_LABELS: Record<string, string> = {
  key_unit: '治安保卫重点单位',
  university: '高等学校',
  counter_terror_target: '反恐怖重点目标',
  multi_site: '多地设点',
  hazardous_goods: '存有危险物品',
  has_guards: '有保安员',
  own_guards: '自行招用保安员',
  has_video: '有视频监控',
  has_intrusion_alarm: '有入侵报警',
  has_previous_hazards: '有前次隐患',
  in_jinan: '位于济南',
  in_liaoning: '位于辽宁',
  boarding: '寄宿制',
  kindergarten: '幼儿园',
  headcount: '在校（园）人数',
  guards_needed: '应配保安员',
  full_time_security_staff: '专职治安保卫人员（人）',
  part_time_security_staff: '兼职治安保卫人员（人）',
  lab_chemicals: '实验室存有危险化学品',
  toxic_chemicals: '存有剧毒化学品',
  face_recognition: '使用人脸识别',
  under_14: '有不满十四周岁学生',
}

/** Facts that are kept by hand, in the order of the form; the others follow from the unit's own fields. */
export const NUMBER_FACTS = ['full_time_security_staff', 'part_time_security_staff', 'headcount', 'guards_needed'] as const
export const YES_NO_FACTS = [
  'has_guards', 'own_guards', 'has_video', 'has_intrusion_alarm', 'hazardous_goods', 'has_previous_hazards', 'boarding', 'kindergarten',
  'lab_chemicals', 'toxic_chemicals', 'face_recognition', 'under_14',
] as const

/** The facts with one of them changed; emptied it goes, and what the form does not know stays. */
export function withFact(facts: Record<string, unknown>, name: string, value: number | boolean | null): Record<string, unknown> {
  const others = Object.fromEntries(Object.entries(facts).filter(([key]) => key !== name))
  return value === null ? others : { ...others, [name]: value }
}

/** Their facts with what I changed on top; a fact that I emptied goes. */
export function rebasedFacts(began: Record<string, unknown>, mine: Record<string, unknown>, theirs: Record<string, unknown>): Record<string, unknown> {
  const changed = [...new Set([...Object.keys(began), ...Object.keys(mine)])].filter((name) => began[name] !== mine[name])
  return changed.reduce((facts, name) => withFact(facts, name, (mine[name] ?? null) as number | boolean | null), theirs)
}

export function factWords(facts: Record<string, unknown>): Fact[] {
  return Object.entries(facts).map(([name, value]) => ({
    label: FACT_LABELS[name] ?? name,
    value: typeof value === 'boolean' ? (value ? '是' : '否') : String(value ?? '—'),
  }))
}

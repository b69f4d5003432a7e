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
  lab_chemicals: '实验室存有危险化学品',
  toxic_chemicals: '存有剧毒化学品',
  face_recognition: '使用人脸识别',
  under_14: '有不满十四周岁学生',
}

export function factWords(facts: Record<string, unknown>): Fact[] {
  return Object.entries(facts).map(([name, value]) => ({
    label: FACT_LABELS[name] ?? name,
    value: typeof value === 'boolean' ? (value ? '是' : '否') : String(value ?? '—'),
  }))
}

import type { ItemType } from './kept_exam'

export const TYPE: Record<ItemType, string> = {
  single: '单选题', multiple: '多选题', true_false: '判断题', fill_in: '填空题', short_answer: '简答题', order: '排序题', match: '连线题', case: '案例题',
}

export const SECTION: Record<string, string> = { law: '法律', business: '业务', skill: '技能', professional: '专业' }

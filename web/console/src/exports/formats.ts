export type ExportFormat = 'xlsx' | 'csv' | 'pdf'

export const EXPORT_FORMATS: readonly { value: ExportFormat; label: string; hint: string }[] = [
  { value: 'xlsx', label: 'XLSX 工作簿', hint: '编号类为文本格式，最多 100 万行' },
  { value: 'csv', label: 'CSV', hint: 'UTF-8 文本，供其他系统读取' },
  { value: 'pdf', label: 'PDF', hint: '打印查阅，最多 500 行；未签名，不是执法文书' },
]

export const EXPORT_SUBJECTS: Record<string, string> = {
  units: '单位档案',
  hazards: '治安隐患',
  inspections: '检查记录',
  tasks: '检查任务',
  figures: '隐患统计',
  facilities: '防范设施台账',
  cameras: '摄像机国标目录',
}

/** Share done in percent; unknown while the number of rows is. */
export function percentDone(one: { state: string; rows_done: number; rows_total: number | null }): number | null {
  if (one.state === 'ready') return 100
  if (one.rows_total === null || one.rows_total === 0) return null
  return Math.min(100, Math.floor((100 * one.rows_done) / one.rows_total))
}

export function sizeWords(bytes: number | null): string {
  if (bytes === null) return ''
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

import type { Sending } from '@shouwang/shared/queue'

export interface Standing {
  text: string
  tone: 'ok' | 'bad' | 'warn' | 'brand'
}

/** How far a record has come, in a few words. */
export function standingOf(row: Sending, offline: boolean): Standing {
  if (row.state === 'complete') return { text: '已送达', tone: 'ok' }
  if (row.state === 'held') return { text: '需要处理', tone: 'bad' }
  const left = row.uploads.filter((upload) => !upload.done && row.receipt?.missing.includes(upload.sha256)).length
  if (row.state === 'awaiting_media') return { text: left ? `还差 ${left} 个文件` : '核对中', tone: 'brand' }
  return offline ? { text: '待发送（离线）', tone: 'warn' } : { text: '待发送', tone: 'warn' }
}

/** Share of all bytes that arrived, 0 to 100. */
export function progressOf(row: Sending): number {
  if (row.state === 'complete') return 100
  const all = row.uploads.reduce((sum, upload) => sum + upload.bytes, 0)
  if (!row.receipt) return 0
  if (all === 0) return 100
  const missing = new Set(row.receipt.missing)
  const there = row.uploads.reduce((sum, upload) => sum + (upload.done || !missing.has(upload.sha256) ? upload.bytes : upload.offset), 0)
  return Math.round((there / all) * 100)
}

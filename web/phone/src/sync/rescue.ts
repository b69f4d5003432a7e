import { base64url } from '@shouwang/shared/evidence'
import { beijingDay } from '@shouwang/shared/format'
import { database } from '../device/database'
import { unsentActs } from '../acts/waiting'
import { APP_NAME } from '../version'

/** All unsent records with their pictures as one file, for the day a phone cannot send any more. One record is read at a time. */
export async function exportQueue(owner: string): Promise<{ file: File; records: number }> {
  const db = await database()
  const rows = (await db.getAllFromIndex('sending', 'owner', owner)).filter((row) => row.state !== 'complete')
  const drafts = await db.getAllFromIndex('drafts', 'owner', owner)
  const parts: string[] = [`{"format":"shouwang-queue","schema":1,"app":${JSON.stringify(APP_NAME)},"exported_at":${JSON.stringify(new Date().toISOString())},"records":[`]
  for (const [index, row] of rows.entries()) {
    const frozen = await db.get('frozen', row.id)
    parts.push(`${index ? ',' : ''}{"push":${frozen?.body ?? 'null'},"sending":${JSON.stringify(row)},"media":${await mediaOf(row.id)}}`)
  }
  parts.push('],"drafts":[')
  for (const [index, draft] of drafts.entries()) parts.push(`${index ? ',' : ''}{"draft":${JSON.stringify(draft)},"media":${await mediaOf(draft.id)}}`)
  const acts = await unsentActs(owner)
  parts.push('],"acts":[')
  for (const [index, act] of acts.entries()) {
    const { pictures, ...rest } = act
    parts.push(`${index ? ',' : ''}{"act":${JSON.stringify(rest)},"media":${JSON.stringify(pictures.map((one) => ({ ...one, bytes: undefined, base64url: encode(one.bytes) })))}}`)
  }
  parts.push(']}')
  const name = `守望未发送记录-${beijingDay()}.json`
  return { file: new File(parts, name, { type: 'application/json' }), records: rows.length + drafts.length + acts.length }
}

/** Share where the phone can share files, download elsewhere. */
export async function handOver(file: File): Promise<void> {
  if (navigator.canShare?.({ files: [file] }) && /android|iphone|ipad/i.test(navigator.userAgent)) {
    try {
      await navigator.share({ files: [file], title: file.name })
      return
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return
    }
  }
  const address = URL.createObjectURL(file)
  const link = Object.assign(document.createElement('a'), { href: address, download: file.name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

async function mediaOf(recordId: string): Promise<string> {
  const rows = await (await database()).getAllFromIndex('media', 'record', recordId)
  const kept = rows.filter((row) => !row.name.startsWith('thumb:'))
  return JSON.stringify(kept.map((row) => ({ sha256: row.name, media_type: row.media_type, base64url: encode(row.bytes) })))
}

/** In pieces: one call with all bytes as arguments overflows the stack. */
function encode(bytes: ArrayBuffer): string {
  const pieces: string[] = []
  for (let from = 0; from < bytes.byteLength; from += 24_576) pieces.push(base64url(new Uint8Array(bytes, from, Math.min(24_576, bytes.byteLength - from))))
  return pieces.join('')
}

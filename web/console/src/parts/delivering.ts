import { sha256Hex } from '@shouwang/shared/evidence'
import { call } from '@/api/client'
import { Problem } from '@/api/problems'
import type { AttachedFile } from '@/api/types'

export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp']
export const PAPER_TYPES = ['application/pdf', ...PHOTO_TYPES]
export const MOST_MEGABYTES = 20

/** Why the server would refuse a file, said before it travels; null when it may go. */
export function refusalOf(file: { name: string; type: string; size: number }, isPhoto: boolean): string | null {
  const accepted = isPhoto ? PHOTO_TYPES : PAPER_TYPES
  if (!accepted.includes(file.type)) return isPhoto ? '只接受 JPEG、PNG、WebP 照片' : '只接受 PDF 或 JPEG、PNG、WebP 照片'
  if (file.size > MOST_MEGABYTES * 2 ** 20) return `文件超过 ${MOST_MEGABYTES} MB`
  return file.size === 0 ? '文件是空的' : null
}

/** Bring a file to the server under its hash; how an act names it then. Raises Problem. */
export async function deliverFile(file: File, purpose: string, isPhoto = false): Promise<AttachedFile> {
  const refusal = refusalOf(file, isPhoto)
  if (refusal !== null) throw new Problem(0, 'refused_here', refusal)
  const sha256 = await sha256Hex(await file.arrayBuffer())
  await call('PUT', `/files/${sha256}`, { file })
  return { sha256, purpose, name: file.name.slice(-120) }
}

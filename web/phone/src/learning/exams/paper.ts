import { sha256Hex } from '@shouwang/shared/evidence'
import type { ItemType, Sealed } from './kept_exam'

export interface Option {
  id: string
  text: string
}

export interface Content {
  stem: string
  options?: Option[]
  blanks?: number
  left?: Option[]
  right?: Option[]
  parts?: Part[]
}

export interface Part {
  id: string
  type: ItemType
  share: number
  content: Content
}

export interface Question {
  slot: number
  type: ItemType
  section: string
  worth_x100: number
  content: Content
}

export interface PlainPaper {
  paper_id: string
  title: string
  slots: Question[]
}

export class PaperDamaged extends Error {
  override readonly name = 'PaperDamaged'
  constructor() {
    super('试卷打不开：文件不完整或密钥不符，请联系监考人员')
  }
}

const NONCE_BYTES = 12

/** Open a sealed paper in memory; its text is never written to the phone. Raises PaperDamaged. */
export async function openPaper(sealed: Sealed, key: string): Promise<PlainPaper> {
  try {
    const bytes = fromBase64(sealed.sealed)
    const opened = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: bytes.slice(0, NONCE_BYTES), additionalData: new TextEncoder().encode(sealed.id) },
      await crypto.subtle.importKey('raw', fromBase64(key), 'AES-GCM', false, ['decrypt']),
      bytes.slice(NONCE_BYTES),
    )
    const plain = await gunzip(opened)
    if ((await sha256Hex(plain)) !== sealed.plain_sha256) throw new PaperDamaged()
    const paper = JSON.parse(new TextDecoder().decode(plain)) as PlainPaper
    if (paper.paper_id !== sealed.id || !Array.isArray(paper.slots)) throw new PaperDamaged()
    return paper
  } catch {
    throw new PaperDamaged()
  }
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
}

/** Through a loop: all bytes as arguments of one call overflow the stack. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += 8_192) text += String.fromCharCode(...bytes.subarray(from, from + 8_192))
  return btoa(text)
}

async function gunzip(bytes: ArrayBuffer): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(stream).arrayBuffer()
}

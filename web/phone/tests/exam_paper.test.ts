import { describe, expect, it } from 'vitest'
import { sha256Hex } from '@shouwang/shared/evidence'
import { openPaper, PaperDamaged, toBase64 } from '../src/learning/exams/paper'

const PAPER = { paper_id: 'paper-1', title: '年度考试', slots: [{ slot: 1, type: 'single', section: 'law', worth_x100: 200, content: { stem: '第一责任人是？', options: [{ id: 'a', text: '保安' }] } }] }

/** Seals as the server does: gzip, then AES-256-GCM under a nonce that goes first, bound to the paper's id. */
async function seal(paper = PAPER, aad = paper.paper_id) {
  const plain = new TextEncoder().encode(JSON.stringify(paper))
  const zipped = await new Response(new Blob([plain]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
  const raw = crypto.getRandomValues(new Uint8Array(32))
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt'])
  const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(aad) }, key, zipped)
  const sealed = toBase64(new Uint8Array([...nonce, ...new Uint8Array(cipher)]))
  return { sealed: { id: paper.paper_id, sealed, plain_sha256: await sha256Hex(plain) }, key: toBase64(raw) }
}

describe('a sealed paper', () => {
  it('opens with the key that the server gives at the start', async () => {
    const { sealed, key } = await seal()
    expect(await openPaper(sealed, key)).toEqual(PAPER)
  })

  it('holds nothing readable while it waits', async () => {
    const { sealed } = await seal()
    expect(atob(sealed.sealed)).not.toContain('slots')
  })

  it('refuses another key', async () => {
    const { sealed } = await seal()
    await expect(openPaper(sealed, (await seal()).key)).rejects.toBeInstanceOf(PaperDamaged)
  })

  it('refuses a paper that was sealed for another id', async () => {
    const { sealed, key } = await seal(PAPER, 'paper-2')
    await expect(openPaper(sealed, key)).rejects.toBeInstanceOf(PaperDamaged)
  })

  it('refuses one whose text is not the one announced', async () => {
    const { sealed, key } = await seal()
    await expect(openPaper({ ...sealed, plain_sha256: '0'.repeat(64) }, key)).rejects.toBeInstanceOf(PaperDamaged)
  })

  it('refuses half a file', async () => {
    const { sealed, key } = await seal()
    await expect(openPaper({ ...sealed, sealed: sealed.sealed.slice(0, 40) }, key)).rejects.toBeInstanceOf(PaperDamaged)
  })
})

import { expect, it } from 'vitest'
import { sealRescue } from '../src/learning/exams/rescue'
import { fromBase64, toBase64 } from '../src/learning/exams/paper'

const plain = { attempt_id: 't1', answers: [{ slot: 1, seq: 2, value: '立即报警', recorded_at: '2026-11-23T02:00:01Z' }] }
const key = toBase64(crypto.getRandomValues(new Uint8Array(32)))

async function open(sealed: string, attemptId: string): Promise<unknown> {
  const bytes = fromBase64(sealed)
  const imported = await crypto.subtle.importKey('raw', fromBase64(key), 'AES-GCM', false, ['decrypt'])
  const bound = new TextEncoder().encode(`rescue:${attemptId}`)
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, 12), additionalData: bound }, imported, bytes.slice(12))))
}

it('a rescue file opens with the paper\'s key and shows nothing without it', async () => {
  const file = JSON.parse(await sealRescue(plain, 't1', key)) as { format: string; attempt_id: string; sealed: string }
  expect([file.format, file.attempt_id]).toEqual(['shouwang-rescue-1', 't1'])
  expect(JSON.stringify(file)).not.toContain('立即报警')
  expect(await open(file.sealed, 't1')).toEqual(plain)
})

it('a rescue file belongs to its attempt', async () => {
  const file = JSON.parse(await sealRescue(plain, 't1', key)) as { sealed: string }
  await expect(open(file.sealed, 't2')).rejects.toThrow()
})

import { answersOf } from './answers'
import type { KeptExam } from './kept_exam'
import { fromBase64, toBase64 } from './paper'

/**
 * All answers of this phone in a file that only the server can open: sealed with the paper's own key and bound to the attempt, so
 * that whoever carries it can neither read nor change it.
 */
export async function rescueFile(exam: KeptExam): Promise<File> {
  if (!exam.attempt_id || !exam.key) throw new Error('考试没有开始，没有可导出的作答')
  const answers = (await answersOf(exam.attempt_id)).map(({ slot, seq, value, recorded_at }) => ({ slot, seq, value, recorded_at }))
  const text = await sealRescue({ attempt_id: exam.attempt_id, answers }, exam.attempt_id, exam.key)
  return new File([text], `守望作答-${exam.title}-${exam.attempt_id.slice(-8)}.json`, { type: 'application/json' })
}

export async function sealRescue(plain: object, attemptId: string, key: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const imported = await crypto.subtle.importKey('raw', fromBase64(key), 'AES-GCM', false, ['encrypt'])
  const bound = new TextEncoder().encode(`rescue:${attemptId}`)
  const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: bound }, imported, new TextEncoder().encode(JSON.stringify(plain)))
  return JSON.stringify({ format: 'shouwang-rescue-1', attempt_id: attemptId, sealed: toBase64(new Uint8Array([...nonce, ...new Uint8Array(cipher)])) })
}

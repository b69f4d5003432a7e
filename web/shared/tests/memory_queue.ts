import { canonicalJson } from '../canonical'
import { sha256Hex } from '../evidence'
import type { QueueStore, Sending } from '../queue'

/** A queue store in memory that copies on the way in and out, as a database does. */
export class MemoryQueue implements QueueStore {
  readonly rows = new Map<string, Sending>()
  readonly bodies = new Map<string, string>()
  readonly bytes = new Map<string, ArrayBuffer>()
  saves = 0

  async due(owner: string) {
    return [...this.rows.values()].filter((row) => row.owner === owner && (row.state === 'waiting' || row.state === 'awaiting_media')).map((row) => row.id)
  }
  async sending(id: string) {
    return structuredClone(this.rows.get(id))
  }
  async body(id: string) {
    return this.bodies.get(id)
  }
  async media(id: string, sha256: string) {
    return this.bytes.get(`${id}/${sha256}`)
  }
  async save(sending: Sending) {
    this.saves += 1
    this.rows.set(sending.id, structuredClone(sending))
  }

  /** A frozen record with pictures of the given sizes, filled with a pattern that differs by picture. */
  async add(id: string, sizes: number[] = [], owner = 'a1'): Promise<string[]> {
    const names: string[] = []
    for (const [index, size] of sizes.entries()) {
      const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 7 + index * 13 + id.length * 31 + id.charCodeAt(id.length - 1)) & 0xff).buffer
      const sha256 = await sha256Hex(bytes)
      names.push(sha256)
      this.bytes.set(`${id}/${sha256}`, bytes)
    }
    const text = canonicalJson({ id, files: names })
    this.bodies.set(id, `{"record":${text},"signature":{"value":"s"}}`)
    this.rows.set(id, {
      id, owner, owner_name: '林', task_id: null, template_version_id: 't', unit_name: '学校', title: '检查', state: 'waiting', frozen_at: this.rows.size,
      record_hash: await sha256Hex(new TextEncoder().encode(text)), attempts: 0, last_tried_at: null, receipt: null, problem: null, completed_at: null,
      uploads: names.map((sha256, index) => ({ sha256, bytes: sizes[index]!, media_type: 'image/jpeg', location: null, offset: 0, done: false, problem: null })),
    })
    return names
  }
}

import type { Basis, Hazard, InspectionRecord, Person, Task, TemplateVersion, Unit } from '@shouwang/shared/contract'
import type { Sending } from '@shouwang/shared/queue'
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Draft } from '../inspect/draft'

/** Bytes of a photo or signature, as ArrayBuffer: WebKit loses Blobs that are put back. */
export interface Media {
  record_id: string
  /** The content's hash, or `thumb:` and the hash of the picture shown. */
  name: string
  media_type: string
  bytes: ArrayBuffer
}

/** What was signed, written once and never changed. `body` is the push exactly as it travels. */
export interface Frozen {
  id: string
  owner: string
  record_hash: string
  record: InspectionRecord
  body: string
  frozen_at: number
}

export interface DeviceKey {
  account_id: string
  device_id: string
  pair: CryptoKeyPair
  registered_at: number | null
}

export interface PhoneSchema extends DBSchema {
  meta: { key: string; value: unknown }
  tasks: { key: string; value: Task }
  units: { key: string; value: Unit }
  templates: { key: string; value: TemplateVersion }
  /** Versions that drafts and records of this phone were filled with; a pull never removes them. */
  pinned: { key: string; value: TemplateVersion }
  people: { key: string; value: Person }
  bases: { key: string; value: Basis }
  hazards: { key: string; value: Hazard }
  drafts: { key: string; value: Draft; indexes: { owner: string } }
  media: { key: [string, string]; value: Media; indexes: { record: string } }
  frozen: { key: string; value: Frozen }
  sending: { key: string; value: Sending; indexes: { owner: string } }
  keys: { key: string; value: DeviceKey }
  /** Courses taken along, by course; each subject writes its own shape (learning/). */
  courses: { key: string; value: KeptRow }
  /** Bytes of lessons by their hash, as ArrayBuffer. */
  course_files: { key: string; value: { sha256: string; media_type: string; bytes: ArrayBuffer } }
  /** What was watched, attended or practised and not yet told. */
  learned: { key: string; value: KeptRow; indexes: { owner: string } }
  /** Exams of this phone: the sealed paper, the token, where the clock stands. */
  exams: { key: string; value: KeptRow; indexes: { owner: string } }
  /** Answers by attempt and slot, with their sequence number and whether the server has them. */
  answers: { key: [string, number]; value: KeptAnswer; indexes: { exam: string } }
}

/** A row of a subject of learning: it knows its own shape, the store knows its owner. */
export interface KeptRow {
  id: string
  owner: string
  [name: string]: unknown
}

export interface KeptAnswer {
  exam_id: string
  slot: number
  seq: number
  value: unknown
  recorded_at: string
  state: 'kept' | 'synced'
  /** What the server said of it: counted, late, older. */
  verdict?: string
}

export type Database = IDBPDatabase<PhoneSchema>

export const REFERENCE_STORES = ['tasks', 'units', 'templates', 'people', 'bases', 'hazards'] as const

let opened: Promise<Database> | null = null

export function database(): Promise<Database> {
  opened ??= openDB<PhoneSchema>('shouwang', 2, {
    upgrade(db, from) {
      if (from < 1) makeFirst(db)
      if (from < 2) makeLearning(db)
    },
    // A newer version of the app in another tab waits until this one lets go.
    blocking: () => void closeDatabase(),
    terminated: () => {
      opened = null
    },
  })
  return opened
}

function makeFirst(db: Database): void {
  db.createObjectStore('meta')
  for (const name of [...REFERENCE_STORES, 'pinned', 'frozen'] as const) db.createObjectStore(name, { keyPath: 'id' })
  db.createObjectStore('drafts', { keyPath: 'id' }).createIndex('owner', 'owner')
  db.createObjectStore('sending', { keyPath: 'id' }).createIndex('owner', 'owner')
  db.createObjectStore('media', { keyPath: ['record_id', 'name'] }).createIndex('record', 'record_id')
  db.createObjectStore('keys', { keyPath: 'account_id' })
}

function makeLearning(db: Database): void {
  db.createObjectStore('courses', { keyPath: 'id' })
  db.createObjectStore('course_files', { keyPath: 'sha256' })
  for (const name of ['learned', 'exams'] as const) db.createObjectStore(name, { keyPath: 'id' }).createIndex('owner', 'owner')
  db.createObjectStore('answers', { keyPath: ['exam_id', 'slot'] }).createIndex('exam', 'exam_id')
}

export async function closeDatabase(): Promise<void> {
  const closing = opened
  opened = null
  ;(await closing)?.close()
}

export async function readMeta<T>(key: string): Promise<T | undefined> {
  return (await (await database()).get('meta', key)) as T | undefined
}

export async function writeMeta(key: string, value: unknown): Promise<void> {
  await (await database()).put('meta', value, key)
}

/** A plain copy: Vue's proxies cannot be cloned into the database. */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

import { canonicalJson } from './canonical'
import type { Instant, Position, Push, InspectionRecord, Sha256 } from './contract'

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

export interface PublicKey {
  kty: string
  crv: string
  x: string
  y: string
}

/** Made once per account and phone. The private half cannot leave the browser, not even to this program. */
export async function makeDeviceKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(CURVE, false, ['sign', 'verify'])
}

export async function publicKeyOf(pair: CryptoKeyPair): Promise<PublicKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  return { kty: kty!, crv: crv!, x: x!, y: y! }
}

/** RFC 7638 thumbprint, to be compared by eye with the one the bureau sees. */
export async function fingerprintOf(key: PublicKey): Promise<string> {
  const hex = await sha256Hex(new TextEncoder().encode(canonicalJson({ crv: key.crv, kty: key.kty, x: key.x, y: key.y })))
  return hex.slice(0, 16).toUpperCase().replace(/(.{4})(?=.)/g, '$1 ')
}

export async function sha256Hex(bytes: BufferSource): Promise<Sha256> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** base64url of r||s over the text's UTF-8. */
export async function signText(key: CryptoKey, text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.sign(SIGNING, key, new TextEncoder().encode(text))))
}

export async function verifyText(key: PublicKey, text: string, signature: string): Promise<boolean> {
  const imported = await crypto.subtle.importKey('jwk', { ...key }, CURVE, true, ['verify'])
  return crypto.subtle.verify(SIGNING, imported, fromBase64url(signature), new TextEncoder().encode(text))
}

export interface PhotoClaim {
  record_id: string
  item: string | null
  sha256: Sha256
  taken_at: Instant
  clock_token: string | null
  elapsed_ms: number | null
  position: Position | null
  template_version_id: string
}

/** Binds the bytes to record, item, time and place at the shutter; it shows which phone kept them, not that a lens saw the scene. */
export function signPhoto(key: CryptoKey, claim: PhotoClaim): Promise<string> {
  return signText(key, canonicalJson(claim))
}

export interface SignedRecord {
  text: string
  recordHash: Sha256
  push: Push
}

export async function signRecord(key: CryptoKey, record: InspectionRecord): Promise<SignedRecord> {
  const text = canonicalJson(record)
  return {
    text,
    recordHash: await sha256Hex(new TextEncoder().encode(text)),
    push: { record, signature: { device_id: record.device_id, algorithm: 'ES256', value: await signText(key, text) } },
  }
}

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}

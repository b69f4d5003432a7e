import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../canonical'
import { fingerprintOf, fromBase64url, makeDeviceKey, publicKeyOf, sha256Hex, signPhoto, verifyText } from '../evidence'

const claim = {
  record_id: '0192f5a0-0000-7000-8000-000000000001', item: 'SCH-04', sha256: 'a'.repeat(64), taken_at: '2026-11-22T06:01:02.123Z',
  clock_token: 'token', elapsed_ms: 12, position: null, template_version_id: '0192f5a0-0000-7000-8000-000000000002',
}

describe('evidence', () => {
  it('signs a photo so that anyone with the public key can check it', async () => {
    const pair = await makeDeviceKey()
    const signature = await signPhoto(pair.privateKey, claim)
    const key = await publicKeyOf(pair)
    expect(fromBase64url(signature)).toHaveLength(64)
    expect(await verifyText(key, canonicalJson(claim), signature)).toBe(true)
    expect(await verifyText(key, canonicalJson({ ...claim, item: 'SCH-05' }), signature)).toBe(false)
  })

  it('makes a key that cannot be taken out', async () => {
    const pair = await makeDeviceKey()
    expect(pair.privateKey.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('jwk', pair.privateKey)).rejects.toThrow()
  })

  it('shows a short fingerprint that depends on the key only', async () => {
    const key = await publicKeyOf(await makeDeviceKey())
    expect(await fingerprintOf(key)).toMatch(/^([0-9A-F]{4} ){3}[0-9A-F]{4}$/)
    expect(await fingerprintOf({ y: key.y, x: key.x, crv: key.crv, kty: key.kty })).toBe(await fingerprintOf(key))
  })

  it('hashes as everyone does', async () => {
    expect(await sha256Hex(new TextEncoder().encode('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})

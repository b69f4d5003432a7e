import { describe, expect, it } from 'vitest'
import vectors from '../../../tests/vectors/canonical.json'
import { canonicalJson, NotCanonical, roundTo } from '../canonical'
import { sha256Hex } from '../evidence'

describe('canonical JSON', () => {
  it.each(vectors.cases)('$name', async ({ input, canonical, sha256 }) => {
    const text = canonicalJson(JSON.parse(input))
    expect(text).toBe(canonical)
    expect(await sha256Hex(new TextEncoder().encode(text))).toBe(sha256)
  })

  it.each(vectors.refused)('$name is refused', ({ input }) => {
    expect(() => canonicalJson(JSON.parse(input))).toThrow(NotCanonical)
  })

  it.each([[NaN], [Infinity], [undefined], [new Date(0)], [1n], [{ a: undefined }]])('%s is refused', (value) => {
    expect(() => canonicalJson(value)).toThrow(NotCanonical)
  })

  it('rounds coordinates without a negative zero', () => {
    expect(roundTo(36.65123456789, 7)).toBe(36.6512346)
    expect(Object.is(roundTo(-0.00000001, 7), 0)).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
// @ts-expect-error the public page's own script is plain JavaScript
import * as draw from '../../../reports/draws/pages/draw.js'
import vectors from '../../../tests/vectors/draws.json'

describe('the draw in the browser', () => {
  it.each(vectors.cases.map((one, number) => [number, one] as const))('case %i comes out as in Python', async (_, one) => {
    const stream = await draw.streamOf(draw.bytesOf(one.seed), one.bound)
    const drawn = await draw.drawPositions(stream, one.weights, one.count)
    expect(drawn).toEqual(one.drawn)
    const conflicts = new Map(Object.entries(one.conflicts).map(([unit, barred]) => [Number(unit), new Set(barred)]))
    expect(await draw.assignOfficers(stream, drawn, one.officers, one.each, conflicts)).toEqual(one.teams)
    expect(String(await stream.below(2 ** 53))).toBe(one.after)
  })

  const text = draw.canonical(vectors.record) as string

  it('finds nothing wrong with an untouched record', async () => {
    expect(await draw.problemsOf(text)).toEqual([])
    expect(await draw.problemsOf(`${text}\n`)).toEqual([])
  })

  it('finds every changed character', async () => {
    for (let place = 0; place < text.length; place += 7) {
      const other = text[place] === '0' ? '1' : '0'
      expect(await draw.problemsOf(text.slice(0, place) + other + text.slice(place + 1)), String(place)).not.toEqual([])
    }
  })

  it('says what differs', async () => {
    const changed = structuredClone(vectors.record)
    changed.units.entries[3]!.name = '别的单位'
    expect(await draw.problemsOf(draw.canonical(changed))).toEqual(['单位名单与其校验值不符'])
    const moved = structuredClone(vectors.record)
    moved.result.reverse()
    moved.record_sha256 = await draw.recordHash(moved)
    expect(await draw.problemsOf(draw.canonical(moved))).toEqual(['重放结果与记载不一致', '第 1 项不同'])
    const unsealed = { ...vectors.record, seed: vectors.record.seed.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }
    expect(await draw.problemsOf(draw.canonical(unsealed))).toContain('种子与承诺不符')
  })

  it.each(['', '[]', 'null', '{}', '{"seed":1}'])('refuses %j', async (wrong) => {
    expect(await draw.problemsOf(wrong)).not.toEqual([])
  })
})

import type { Stroke } from '@shouwang/shared/contract'
import { describe, expect, it } from 'vitest'
import { strokePaths } from '@/inspections/strokes'

const size = { width: 1000, height: 500 }

describe('strokes on a photo', () => {
  it('scales points by the sides and the pen by the longer side', () => {
    const [path] = strokePaths([{ color: '#d32f2f', width: 0.006, points: [[0.1, 0.2], [0.5, 1]] }], size)
    expect(path).toEqual({ d: 'M100 100 L500 500', colour: '#d32f2f', width: 6 })
  })

  it('draws a single touch as a dot', () => {
    expect(strokePaths([{ color: '#000', width: 0.01, points: [[0.5, 0.5]] }], size)[0]!.d).toBe('M500 250 L500 250')
  })

  it('trusts no colour, width or point of a record', () => {
    const [path] = strokePaths([{ color: 'url(#x)', width: 50, points: [[0, 0]] }], size)
    expect(path).toMatchObject({ colour: '#e02020', width: 5 })
    const broken = [{ color: '#000', width: 0.01, points: [[0, Number.NaN]] }, { color: '#000', width: 0.01 }, null] as unknown as Stroke[]
    expect(strokePaths(broken, size)).toEqual([])
  })
})

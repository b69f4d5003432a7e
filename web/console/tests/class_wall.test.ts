import { describe, expect, it } from 'vitest'
import { pathOf, SIDE, stepAt } from '@/training/courses/wall'

const wall = { first_step: 100, step_seconds: 30, server_now: new Date(100 * 30_000 + 12_000).toISOString() }

describe('the wall of a class', () => {
  it('shows the code of the half minute by the clock of the server, whatever ours says', () => {
    expect(stepAt(wall, 5_000, 5_000)).toEqual({ index: 0, secondsLeft: 18 })
    expect(stepAt(wall, 5_000, 5_000 + 18_000)).toEqual({ index: 1, secondsLeft: 30 })
    expect(stepAt(wall, 5_000, 5_000 + 600_000).index).toBe(20)
  })

  it('draws each dark module once', () => {
    const bits = new Uint8Array(Math.ceil((SIDE * SIDE) / 8))
    bits[0] = 0b1000_0001
    const path = pathOf(btoa(String.fromCharCode(...bits)))
    expect(path).toBe('M0 0h1v1h-1zM7 0h1v1h-1z')
  })
})

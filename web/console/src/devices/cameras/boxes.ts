import type { MaskBox } from '@/api/types'

export interface Point {
  x: number
  y: number
}

const LEAST = 0.01

/** The rectangle between two points, in shares of the picture; null for one too small to be meant. */
export function boxBetween(start: Point, end: Point): MaskBox | null {
  const box = {
    left: clamped(Math.min(start.x, end.x)),
    top: clamped(Math.min(start.y, end.y)),
    right: clamped(Math.max(start.x, end.x)),
    bottom: clamped(Math.max(start.y, end.y)),
  }
  return isDrawable(box) ? box : null
}

/** Inside the picture, with an area that can be seen. */
export function isDrawable(box: MaskBox): boolean {
  const sides = [box.left, box.top, box.right, box.bottom]
  return sides.every((side) => side >= 0 && side <= 1) && box.right - box.left >= LEAST && box.bottom - box.top >= LEAST
}

/** Per cent with one decimal, for number fields. */
export function toPercent(share: number): number {
  return Math.round(share * 1000) / 10
}

function clamped(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000
}

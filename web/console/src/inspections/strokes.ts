import type { Stroke } from '@shouwang/shared/contract'

export interface StrokePath {
  d: string
  colour: string
  width: number
}

const DEFAULT_COLOUR = '#e02020'
const DEFAULT_WIDTH = 0.005
const COLOUR = /^#[0-9a-f]{3,8}$/i

/** Strokes as paths in a box of the photo's own pixels. They come from a record, so nothing about them is taken on trust. */
export function strokePaths(strokes: readonly Stroke[], size: { width: number; height: number }): StrokePath[] {
  return strokes.filter(isDrawable).map((stroke) => {
    const places = stroke.points.map(([x, y]) => `${round(x * size.width)} ${round(y * size.height)}`)
    // A single touch is a dot: a line of no length with round ends draws one.
    const d = `M${places[0]} L${(places.length > 1 ? places.slice(1) : places).join(' ')}`
    return { d, colour: COLOUR.test(stroke.color) ? stroke.color : DEFAULT_COLOUR, width: widthOf(stroke.width, size) }
  })
}

function isDrawable(stroke: Stroke): boolean {
  return Array.isArray(stroke?.points) && stroke.points.length > 0 && stroke.points.every((point) => Array.isArray(point) && point.every(Number.isFinite))
}

function widthOf(width: number, size: { width: number; height: number }): number {
  const share = Number.isFinite(width) && width > 0 && width < 0.2 ? width : DEFAULT_WIDTH
  return share * Math.max(size.width, size.height)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

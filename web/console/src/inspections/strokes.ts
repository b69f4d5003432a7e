import type { Stroke } from '@/api/types'

export interface StrokePath {
  d: string
  colour: string
  width: number
}

const DEFAULT_COLOUR = '#e02020'
const COLOUR = /^#[0-9a-f]{3,8}$/i

/**
 * Strokes as paths in a box of the photo's own pixels.
 * Points up to 1 are taken as parts of the photo's width and height, larger ones as pixels.
 */
export function strokePaths(strokes: readonly Stroke[], size: { width: number; height: number }): StrokePath[] {
  return strokes.filter((stroke) => Array.isArray(stroke.points) && stroke.points.length > 0).map((stroke) => {
    const points = stroke.points.map((point): [number, number] => (Array.isArray(point) ? [point[0], point[1]] : [point.x, point.y]))
    const isRelative = points.every(([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1)
    const [scaleX, scaleY] = isRelative ? [size.width, size.height] : [1, 1]
    const places = points.map(([x, y]) => `${round(x * scaleX)} ${round(y * scaleY)}`)
    // A single touch is a dot: a line of no length with round ends draws one.
    const d = `M${places[0]} L${(places.length > 1 ? places.slice(1) : places).join(' ')}`
    return { d, colour: COLOUR.test(stroke.color ?? '') ? stroke.color! : DEFAULT_COLOUR, width: strokeWidth(stroke.width, isRelative, size) }
  })
}

function strokeWidth(width: number | undefined, isRelative: boolean, size: { width: number; height: number }): number {
  const longer = Math.max(size.width, size.height)
  if (width === undefined || !(width > 0)) return longer / 200
  return isRelative && width < 1 ? width * longer : width
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

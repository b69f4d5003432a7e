/** Shapes of settings as the server describes them: what draws a form also says a value in words. */

export interface Option {
  value: string
  label: string
}

export type Shape =
  | { type: 'whole'; least: number; most: number; unit: string }
  | { type: 'fen'; least: number; most: number; unit: string }
  | { type: 'fen_range'; least: number; most: number }
  | { type: 'words'; least: number; most: number; is_long: boolean }
  | { type: 'flag' }
  | { type: 'choice' | 'choices'; options: Option[]; least: number }
  | { type: 'basis' }
  | { type: 'group'; parts: { name: string; label: string; shape: Shape }[] }
  | { type: 'rows'; row: Shape; title: string; least: number; most: number }
  | { type: 'sets'; row: Shape; title: string; least: number; most: number }

export interface TermForm {
  code: string
  title: string
  shape: Shape
}

/** What a new row begins with. */
export function emptyOf(shape: Shape): unknown {
  switch (shape.type) {
    case 'whole':
    case 'fen':
      return shape.least
    case 'fen_range':
      return [shape.least, shape.least]
    case 'flag':
      return false
    case 'choice':
      return shape.options[0]?.value ?? ''
    case 'choices':
    case 'rows':
      return []
    case 'group':
      return Object.fromEntries(shape.parts.map((part) => [part.name, emptyOf(part.shape)]))
    case 'sets':
      return {}
    default:
      return ''
  }
}

/** Whether a form can show a value: its build, not its bounds, which the server judges. */
export function fits(shape: Shape, value: unknown): boolean {
  switch (shape.type) {
    case 'whole':
    case 'fen':
      return typeof value === 'number'
    case 'fen_range':
      return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number')
    case 'flag':
      return typeof value === 'boolean'
    case 'choices':
      return Array.isArray(value) && value.every((one) => typeof one === 'string')
    case 'rows':
      return Array.isArray(value) && value.every((one) => fits(shape.row, one))
    case 'sets':
      return isRecord(value) && Object.values(value).every((one) => fits(shape.row, one))
    case 'group':
      return isRecord(value) && Object.keys(value).length === shape.parts.length && shape.parts.every((part) => part.name in value && fits(part.shape, value[part.name]))
    default:
      return typeof value === 'string'
  }
}

/** A value in words, a line for each of its rows; codes of bases are titled by the reader of the page. */
export function linesOf(shape: Shape, value: unknown, basisTitle: (code: string) => string = String): string[] {
  if (!fits(shape, value)) return [JSON.stringify(value)]
  if (shape.type === 'group') return shape.parts.flatMap((part) => labelled(part.label, linesOf(part.shape, (value as Record<string, unknown>)[part.name], basisTitle)))
  if (shape.type === 'rows') return rowLines(shape.row, value as unknown[], basisTitle)
  if (shape.type === 'sets') return Object.entries(value as Record<string, unknown>).flatMap(([name, one]) => labelled(name, linesOf(shape.row, one, basisTitle)))
  return [leafWords(shape, value, basisTitle)]
}

function rowLines(row: Shape, values: unknown[], basisTitle: (code: string) => string): string[] {
  if (values.length === 0) return ['无']
  if (row.type === 'group') return values.map((one) => linesOf(row, one, basisTitle).join('，'))
  return [values.map((one) => linesOf(row, one, basisTitle).join('')).join('、')]
}

function labelled(label: string, lines: string[]): string[] {
  return lines.length === 1 ? [`${label}：${lines[0]}`] : [`${label}：`, ...lines]
}

function leafWords(shape: Shape, value: unknown, basisTitle: (code: string) => string): string {
  switch (shape.type) {
    case 'whole':
      return shape.unit === '' ? String(value) : `${String(value)} ${shape.unit}`
    case 'fen':
      return yuanWords(value as number)
    case 'fen_range': {
      const [least, most] = value as [number, number]
      return `${yuanWords(least)} 至 ${yuanWords(most)}`
    }
    case 'flag':
      return value === true ? '是' : '否'
    case 'choice':
      return labelOf(shape.options, value as string)
    case 'choices':
      return (value as string[]).map((one) => labelOf(shape.options, one)).join('、') || '无'
    case 'basis':
      return basisTitle(value as string)
    default:
      return String(value)
  }
}

export function labelOf(options: readonly Option[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value
}

export function yuanWords(fen: number): string {
  return `${(fen / 100).toLocaleString('zh-CN', { maximumFractionDigits: 2 })} 元`
}

/** Whether any part of a shape cites a basis, so that the list of bases must be read. */
export function citesBases(shape: Shape): boolean {
  if (shape.type === 'group') return shape.parts.some((part) => citesBases(part.shape))
  if (shape.type === 'rows' || shape.type === 'sets') return citesBases(shape.row)
  return shape.type === 'basis'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

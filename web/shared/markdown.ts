/** A small Markdown: headings, lists, paragraphs and bold. It becomes text nodes of a template, never markup. */
export interface Block {
  kind: 'heading' | 'list' | 'paragraph'
  lines: Piece[][]
}
export interface Piece {
  text: string
  isStrong: boolean
}

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let open = null as Block | null
  for (const line of text.split(/\r?\n/)) {
    const heading = /^#{1,4}\s+(.+)/.exec(line)
    const point = /^\s*(?:[-*]|\d+[.、])\s+(.+)/.exec(line)
    if (heading) {
      blocks.push({ kind: 'heading', lines: [piecesOf(heading[1]!)] })
      open = null
    } else if (line.trim() === '') {
      open = null
    } else {
      const kind = point ? 'list' : 'paragraph'
      if (open?.kind !== kind) blocks.push((open = { kind, lines: [] }))
      open.lines.push(piecesOf(point ? point[1]! : line.trim()))
    }
  }
  return blocks
}

function piecesOf(line: string): Piece[] {
  return line.split(/\*\*(.+?)\*\*/).map((text, index) => ({ text, isStrong: index % 2 === 1 })).filter((piece) => piece.text)
}

import { describe, expect, it } from 'vitest'

/** What scrolls sideways is reached by keyboard too; browsers' checks find only those that happen to overflow. */
const sources: Record<string, string> = import.meta.glob('../src/**/*.vue', { query: '?raw', eager: true, import: 'default' })
const scrolling = Object.entries(sources).flatMap(([path, source]) => {
  const classes = [...source.matchAll(/\.([\w-]+)\s*\{[^}]*overflow-x: auto/g)].map((found) => found[1]!)
  return classes.map((name) => ({ path, name, tags: [...source.matchAll(new RegExp(`<\\w+[^>]*\\sclass="${name}"[^>]*>`, 'g'))].map((found) => found[0]) }))
})

describe('regions that scroll sideways', () => {
  it('are found', () => {
    expect(scrolling.length).toBeGreaterThan(5)
  })

  it.each(scrolling)('$path: .$name is focusable and named', ({ tags }) => {
    expect(tags).not.toEqual([])
    for (const tag of tags) {
      expect(tag).toMatch(/tabindex="/)
      expect(tag).toMatch(/aria-label(ledby)?=/)
    }
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** Fails a build whose first load (page, entry and first pages with all that these need) outgrows its budget, compressed. */
export function budget(mostBytes: number, firstPages: readonly string[]): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    writeBundle({ dir }, bundle) {
      const needed = new Set(['index.html'])
      const need = (name: string): void => {
        const chunk = bundle[name]
        if (needed.has(name) || chunk?.type !== 'chunk') return
        needed.add(name)
        chunk.viteMetadata?.importedCss.forEach((file) => needed.add(file))
        chunk.imports.forEach(need)
      }
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        if (chunk.isEntry || firstPages.some((page) => chunk.facadeModuleId?.endsWith(page))) need(chunk.fileName)
      }
      const bytes = [...needed].reduce((sum, name) => sum + gzipSync(readFileSync(join(dir!, name)), { level: 9 }).length, 0)
      if (bytes > mostBytes) this.error(`first load is ${bytes} bytes compressed, over ${mostBytes}: ${[...needed].join(', ')}`)
      this.info(`first load: ${bytes} bytes compressed in ${needed.size} files`)
    },
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const FIRST_LOAD_BYTES = 80_000
const FIRST_PAGE = '/views/Tasks.vue'
const ofFirstPage = new Set<string>()

/** Whether the first page needs a module at once: known when all modules are read. */
export function isOfFirstPage(id: string): boolean {
  return ofFirstPage.has(id)
}

/** Follows plain imports from the entry and the task list; what is asked for later stays out. */
export function findFirstPage(): Plugin {
  return {
    name: 'find-first-page',
    apply: 'build',
    buildEnd() {
      ofFirstPage.clear()
      const waiting = [...this.getModuleIds()].filter((id) => id.endsWith(FIRST_PAGE) || this.getModuleInfo(id)?.isEntry)
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        if (ofFirstPage.has(id)) continue
        ofFirstPage.add(id)
        waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []))
      }
    },
  }
}

/** Fails a build whose first load (page, its files, and the task list with what that needs) outgrows its budget, compressed. */
export function budget(): Plugin {
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
        if (chunk.type === 'chunk' && (chunk.isEntry || chunk.facadeModuleId?.endsWith(FIRST_PAGE))) need(chunk.fileName)
      }
      const bytes = [...needed].reduce((sum, name) => sum + gzipSync(readFileSync(join(dir!, name)), { level: 9 }).length, 0)
      if (bytes > FIRST_LOAD_BYTES) this.error(`first load is ${bytes} bytes compressed, over ${FIRST_LOAD_BYTES}: ${[...needed].join(', ')}`)
      this.info(`first load: ${bytes} bytes compressed in ${needed.size} files`)
    },
  }
}

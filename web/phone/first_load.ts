import type { Plugin } from 'vite'

export const FIRST_PAGE = '/views/Tasks.vue'
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

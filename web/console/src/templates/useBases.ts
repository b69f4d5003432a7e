import { shallowRef } from 'vue'
import { get } from '@/api/client'
import type { Page, PolicyBasis } from '@/api/types'

/** All texts a checklist may cite, by id; read once for a page. */
export function useBases() {
  const bases = shallowRef<Map<string, PolicyBasis>>(new Map())

  async function load(): Promise<void> {
    let after: string | null = null
    const rows: PolicyBasis[] = []
    do {
      const page: Page<PolicyBasis> = await get<Page<PolicyBasis>>('/policy-bases', { limit: 50, after })
      rows.push(...page.items)
      after = page.next ?? null
    } while (after !== null)
    bases.value = new Map(rows.map((basis) => [basis.id, basis]))
  }

  const titleOf = (id: string): string => (bases.value.get(id)?.title ?? id).replace(/^《|》$/g, '')

  return { bases, titleOf, load }
}

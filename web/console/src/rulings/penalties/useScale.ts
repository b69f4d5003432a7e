import { computed, shallowRef } from 'vue'
import { get } from '@/api/client'
import type { Page } from '@/api/types'
import type { Option } from './actForms'
import type { PenaltyTerm } from './words'

/** The provisions and factors in force today, as forms offer them. */
export function useScale() {
  const terms = shallowRef<PenaltyTerm[]>([])
  const inForce = computed(() => terms.value.filter((term) => term.in_force))
  const offences = computed<Option[]>(() =>
    inForce.value.filter((term) => term.code.startsWith('offence.')).map((term) => ({ value: term.code.slice('offence.'.length), label: `${(term.value as { title: string }).title}（《${term.basis}》${term.article}）` })),
  )
  const factors = computed<Option[]>(() =>
    ((inForce.value.find((term) => term.code === 'factors')?.value ?? []) as { code: string; text: string; effect: string }[]).map((one) => ({ value: one.code, label: `${EFFECTS[one.effect] ?? ''}：${one.text}` })),
  )

  async function load(): Promise<void> {
    const found: PenaltyTerm[] = []
    let after: string | null = null
    do {
      const page: Page<PenaltyTerm> = await get<Page<PenaltyTerm>>('/penalty-terms', { limit: 200, after })
      found.push(...page.items)
      after = page.next ?? null
    } while (after !== null)
    terms.value = found
  }

  return { terms, offences, factors, load }
}

const EFFECTS: Record<string, string> = { light: '从轻', reduced: '减轻', heavy: '从重' }

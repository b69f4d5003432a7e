import { computed, ref } from 'vue'
import { get } from '@/api/client'
import { beijingToday } from '@/words/dates'

/** Years with figures, the latest first; the first one is dated data of the server. */
export function useYears() {
  const thisYear = Number(beijingToday().slice(0, 4))
  const first = ref(thisYear)
  void get<{ first_year: number }>('/bulletins/terms').then((terms) => {
    first.value = terms.first_year
  }, () => undefined)
  const years = computed(() => Array.from({ length: thisYear - first.value + 1 }, (_, back) => thisYear - back))
  return { years, options: computed(() => years.value.map((year) => ({ value: String(year), label: `${year}年` }))) }
}

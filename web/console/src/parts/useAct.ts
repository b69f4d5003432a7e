import { computed, ref } from 'vue'
import { asProblem, sentenceOf, type Problem } from '@/api/problems'
import { ElMessage } from '@/element'

/** Run what a button starts: busy while it runs, its problem kept, said aloud unless shown in place. */
export function useAct(options: { isQuiet?: boolean } = {}) {
  const isBusy = ref(false)
  const problem = ref<Problem | null>(null)

  async function act<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (isBusy.value) return undefined
    isBusy.value = true
    problem.value = null
    try {
      return await work()
    } catch (thrown) {
      problem.value = asProblem(thrown)
      if (!options.isQuiet && problem.value.code !== 'aborted') ElMessage.error(sentenceOf(problem.value))
      return undefined
    } finally {
      isBusy.value = false
    }
  }

  const status = computed(() => problem.value?.status ?? null)

  return { isBusy, problem, status, act }
}

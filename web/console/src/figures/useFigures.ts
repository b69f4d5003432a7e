import { reactive, ref, shallowRef } from 'vue'
import { get, type Query } from '@/api/client'
import { asProblem, type Problem } from '@/api/problems'
import type { Breakdown, HazardBoard, InspectionFigures, TaskFigures } from '@/api/types'

export interface Figures {
  board: HazardBoard
  byArea: Breakdown
  byIndustry: Breakdown
  byKind: Breakdown
  byMonth: Breakdown
  byAgency: Breakdown
  tasks: TaskFigures
  inspections: InspectionFigures
}

/** All figures of one agency, asked for together; a newer question makes an older answer void. */
export function useFigures() {
  const figures = shallowRef<Figures | null>(null)
  const problem = ref<Problem | null>(null)
  const isLoading = ref(false)
  const wanted = reactive({ agencyId: '', year: '' })
  let turn = 0

  async function load(): Promise<void> {
    const mine = (turn += 1)
    isLoading.value = true
    const agency: Query = { agency_id: wanted.agencyId }
    const by = (way: string) => get<Breakdown>('/figures/hazards', { ...agency, by: way, year: wanted.year })
    try {
      const [board, byArea, byIndustry, byKind, byMonth, byAgency, tasks, inspections] = await Promise.all([
        get<HazardBoard>('/figures/hazard-board', agency),
        by('area'),
        by('industry'),
        by('kind'),
        by('month'),
        by('agency'),
        get<TaskFigures>('/figures/tasks', agency),
        get<InspectionFigures>('/figures/inspections', agency),
      ])
      if (mine !== turn) return
      figures.value = { board, byArea, byIndustry, byKind, byMonth, byAgency, tasks, inspections }
      problem.value = null
    } catch (thrown) {
      if (mine === turn) problem.value = asProblem(thrown)
    } finally {
      if (mine === turn) isLoading.value = false
    }
  }

  return { figures, problem, isLoading, wanted, load }
}

import { onScopeDispose, shallowRef } from 'vue'
import { get, post } from '@/api/client'
import { useAct } from '@/parts/useAct'
import { newId, type Key, type RegradeMode, type RegradeTrial } from './words'

export interface Wish { version_id: string; mode: RegradeMode; key: Key | null }

const LOOK_AGAIN_MS = 800

/** A trial of a regrade: asked for once, looked at until the job has read all results. Another wish is another trial. */
export function useTrial(sessionId: string) {
  const trial = shallowRef<RegradeTrial | null>(null)
  const { isBusy, problem, act } = useAct({ isQuiet: true })
  let id = newId()
  let turn = 0
  let timer = 0

  async function ask(wish: Wish): Promise<void> {
    await take(() => post<RegradeTrial>(`/exam-sessions/${sessionId}/regrade-trials`, { id, ...wish }))
  }

  async function look(): Promise<void> {
    await take(() => get<RegradeTrial>(`/regrade-trials/${id}`))
  }

  async function take(work: () => Promise<RegradeTrial>): Promise<void> {
    const mine = turn
    const found = await act(work)
    if (found === undefined || mine !== turn) return
    trial.value = found
    if (found.state === 'trying') timer = window.setTimeout(() => void look(), LOOK_AGAIN_MS)
  }

  /** What was tried is no longer what is wished; an answer still under way is not taken. */
  function forget(): void {
    turn += 1
    window.clearTimeout(timer)
    trial.value = null
    problem.value = null
    id = newId()
  }

  onScopeDispose(forget)

  return { trial, isBusy, problem, ask, look, forget }
}

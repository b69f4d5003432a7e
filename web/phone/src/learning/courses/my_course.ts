import { computed, onMounted, ref, type ComputedRef, type Ref } from 'vue'
import { useRemembered } from '../../duties/remembered'
import { session } from '../../session/session'
import { takenCourses, type TakenCourse } from './taken'
import type { MyCourse } from './wire'

interface Known {
  course: ComputedRef<MyCourse | null>
  taken: Ref<TakenCourse | null>
  error: Ref<unknown>
  reload(): Promise<void>
}

/** A course by itself or by one of its lessons: as the server says, as it said last, or as it was taken along. */
export function useMyCourse(isIt: (course: MyCourse) => boolean): Known {
  const { value, error, reload } = useRemembered<{ courses: MyCourse[] }>('/my/courses')
  const all = ref<TakenCourse[]>([])
  const taken = computed(() => all.value.find((row) => isIt(row.course)) ?? null)
  const course = computed(() => value.value?.courses.find(isIt) ?? taken.value?.course ?? null)

  async function readTaken(): Promise<void> {
    all.value = await takenCourses(session.me!.account_id)
  }
  onMounted(readTaken)
  return { course, taken, error, reload: async () => void (await Promise.all([reload(), readTaken()])) }
}

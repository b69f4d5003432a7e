import { onMounted, shallowRef } from 'vue'
import { get } from '@/api/client'
import type { FacilityField, FacilityKindFields } from './words'

let asked: Promise<FacilityKindFields[]> | null = null

/** What can be told of each kind of facility; asked of the server once. */
export function useFacilityFields() {
  const kinds = shallowRef<FacilityKindFields[]>([])
  onMounted(async () => {
    asked ??= get<{ kinds: FacilityKindFields[] }>('/facility-fields').then((found) => found.kinds)
    try {
      kinds.value = await asked
    } catch {
      asked = null // asked again when the next page is opened
    }
  })
  return {
    kinds,
    fieldsOf: (kind: string): readonly FacilityField[] => kinds.value.find((one) => one.kind === kind)?.fields ?? [],
    typesOf: (kind: string): readonly string[] => kinds.value.find((one) => one.kind === kind)?.types ?? [],
  }
}

/** A value as people read it. */
export function wordsOf(field: FacilityField, value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  return field.choices.find((choice) => choice.code === String(value))?.label ?? String(value)
}

import { computed, shallowRef } from 'vue'
import { get } from '@/api/client'
import type { Agency, Area, Page } from '@/api/types'

/** Agencies and areas change rarely: read whole once a visit and kept. */
const agencies = shallowRef<Agency[]>([])
const areas = shallowRef<Area[]>([])
let agenciesReading: Promise<void> | null = null
let areasReading: Promise<void> | null = null

async function readAll<T>(path: string): Promise<T[]> {
  const rows: T[] = []
  let after: string | null = null
  do {
    const page: Page<T> = await get<Page<T>>(path, { limit: 200, after })
    rows.push(...page.items)
    after = page.next ?? null
  } while (after !== null)
  return rows
}

export function useAgencies() {
  agenciesReading ??= readAll<Agency>('/agencies')
    .then((rows) => void (agencies.value = rows))
    .catch(() => void (agenciesReading = null))
  const ofKind = (...kinds: string[]) => computed(() => agencies.value.filter((agency) => kinds.includes(agency.kind)))
  return {
    agencies,
    bureaus: ofKind('police_city', 'police_branch'),
    stations: ofKind('police_station'),
    departments: ofKind('department', 'government'),
    nameOf: (id: string | null | undefined) => agencies.value.find((agency) => agency.id === id)?.name ?? '',
  }
}

export function useAreas() {
  areasReading ??= readAll<Area>('/areas')
    .then((rows) => void (areas.value = rows))
    .catch(() => void (areasReading = null))
  return {
    areas,
    /** 济南市历下区: the area with the one above it, as people write addresses. */
    areaName: (code: string | null | undefined) => {
      const own = areas.value.find((area) => area.code === code)
      const above = areas.value.find((area) => area.code === own?.parent_code)
      return own === undefined ? (code ?? '') : `${above?.name ?? ''}${own.name}`
    },
  }
}

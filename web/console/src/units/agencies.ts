import { computed, ref, shallowRef } from 'vue'
import { get } from '@/api/client'
import type { Agency, Area, Page } from '@/api/types'

/** Agencies and areas change rarely: read once a visit and kept. */
const agencies = shallowRef<Agency[]>([])
const areas = shallowRef<Area[]>([])
const isReadingAreas = ref(false)
let reading: Promise<void> | null = null

async function readAll<T>(path: string, query: Record<string, string> = {}): Promise<T[]> {
  const rows: T[] = []
  let after: string | null = null
  do {
    const page: Page<T> = await get<Page<T>>(path, { ...query, limit: 200, after })
    rows.push(...page.items)
    after = page.next ?? null
  } while (after !== null)
  return rows
}

/** Agencies first; then the areas in which they work, so that no one waits for a whole country. */
async function readOnce(): Promise<void> {
  agencies.value = await readAll<Agency>('/agencies')
  isReadingAreas.value = true
  try {
    areas.value = await readAreasOf(agencies.value)
  } finally {
    isReadingAreas.value = false
  }
}

/** Provinces, then the cities and districts around the agencies' own area codes (two digits each). */
async function readAreasOf(ofAgencies: readonly Agency[]): Promise<Area[]> {
  const codes = ofAgencies.map((agency) => agency.area_code ?? '').filter((code) => /^\d{6}$/.test(code))
  const provinces = [...new Set(codes.map((code) => `${code.slice(0, 2)}0000`))]
  const cities = [...new Set(codes.filter((code) => !code.endsWith('0000')).map((code) => `${code.slice(0, 4)}00`))]
  const pages = await Promise.all([readAll<Area>('/areas'), ...[...provinces, ...cities].map((parent) => readAll<Area>('/areas', { parent }))])
  return [...new Map(pages.flat().map((area) => [area.code, area])).values()].sort((a, b) => a.code.localeCompare(b.code))
}

function startReading(): void {
  reading ??= readOnce().catch(() => {
    reading = null // tried again by the next page that needs them
  })
}

export function useAgencies() {
  startReading()
  const ofKind = (...kinds: string[]) => computed(() => agencies.value.filter((agency) => kinds.includes(agency.kind)))
  return {
    agencies,
    bureaus: ofKind('police_city', 'police_branch'),
    stations: ofKind('police_station'),
    departments: ofKind('department'),
    nameOf: (id: string | null | undefined) => agencies.value.find((agency) => agency.id === id)?.name ?? '',
  }
}

export function useAreas() {
  startReading()
  const byCode = computed(() => new Map(areas.value.map((area) => [area.code, area])))
  return {
    /** Districts and cities a unit may lie in. */
    areas: computed(() => areas.value.filter((area) => !area.code.endsWith('0000'))),
    isReadingAreas,
    /** 济南市历下区: the area with the one above it, as people write addresses. */
    areaName: (code: string | null | undefined) => {
      const own = byCode.value.get(code ?? '')
      const above = byCode.value.get(own?.parent_code ?? '')
      return own === undefined ? (code ?? '') : `${above?.code.endsWith('0000') ? '' : (above?.name ?? '')}${own.name}`
    },
  }
}

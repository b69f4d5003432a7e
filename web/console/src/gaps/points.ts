import type { ResponsibilityGap, Unit } from '@/api/types'

export interface MapPoint {
  key: string
  unitId: string
  label: string
  lat: number
  lon: number
  hasGap: boolean
}

/** Units and gaps as points; a gap at a place wins over the unit's own point there. Places without a position are left out. */
export function pointsOf(units: readonly Unit[], gaps: readonly ResponsibilityGap[]): MapPoint[] {
  const points = new Map<string, MapPoint>()
  const add = (key: string, unitId: string, label: string, lat: number | null, lon: number | null, hasGap: boolean) => {
    if (lat !== null && lon !== null) points.set(key, { key, unitId, label, lat, lon, hasGap })
  }
  for (const unit of units) {
    const lacking = new Set((unit.gaps ?? []).map((gap) => gap.site_id))
    add(unit.id, unit.id, unit.name, unit.lat, unit.lon, lacking.has(null))
    for (const site of unit.sites ?? []) {
      add(`${unit.id}/${site.id}`, unit.id, `${unit.name} · ${site.name}`, site.lat, site.lon, lacking.has(site.id))
    }
  }
  for (const gap of gaps) {
    const key = gap.site_id === null ? gap.unit_id : `${gap.unit_id}/${gap.site_id}`
    const label = gap.site_name === null ? gap.unit_name : `${gap.unit_name} · ${gap.site_name}`
    add(key, gap.unit_id, label, gap.lat, gap.lon, true)
  }
  return [...points.values()]
}

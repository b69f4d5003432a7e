import { pathWithQuery, type Query } from '@/api/client'

/** Addresses of the lists that numbers count. */
export function hazardsPath(query: Query): string {
  return pathWithQuery('/hazards', query)
}

export function boardPath(state: string, band: { found_from: string | null; found_to: string | null }): string {
  return hazardsPath({ state, found_from: band.found_from, found_to: band.found_to })
}

/** First and last year that can be chosen: this one and those before it. */
export function yearsUntil(today: string, howMany = 5): number[] {
  const year = Number(today.slice(0, 4))
  return Array.from({ length: howMany }, (_, back) => year - back)
}

import type { components } from '@shouwang/shared/api-types'
import { shallowReactive, type Component } from 'vue'
import type { WaitingReport } from './zero_queue'

export type InForce = components['schemas']['InForce']

interface Alerts {
  inForce: InForce | null
  unread: number
  waiting: WaitingReport[]
  /** Why the last zero report was refused. */
  refusal: unknown
  /** What says so on the first page; fetched once there is something to say. */
  banner: Component | null
}

/** What the first page shows of alerts; how it comes about is loaded after the first page (alerts.ts). */
export const alerts = shallowReactive<Alerts>({ inForce: null, unread: 0, waiting: [], refusal: null, banner: null })

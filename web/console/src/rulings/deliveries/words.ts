import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

type Schemas = components['schemas']
export type DueDelivery = Schemas['DueDelivery']
export type PaperDelivery = Schemas['PaperDelivery']
export type DeliveryConsent = Schemas['DeliveryConsent']

export const WAYS = withTones(glossary.delivery_way)
export const CHANNELS = withTones(glossary.delivery_channel)
export const RECEIVERS = withTones(glossary.delivery_receiver)

/** Which fields each way of service needs. */
export const NEEDS: Record<string, readonly string[]> = {
  direct: ['place', 'receiver', 'officers', 'files'],
  left: ['place', 'refusal', 'witness', 'officers', 'files'],
  entrusted: ['receiver', 'cause', 'files'],
  post: ['tracking_no', 'receiver', 'files'],
  electronic: ['channel', 'address'],
  public_notice: ['notice_from_on', 'cause', 'files'],
}

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

const CLOCK_TOLERANCE_SECONDS = 300

/** What the phone that recorded a service on the spot proves, in one line. */
export function proofWords(proof: NonNullable<PaperDelivery['proof']>): string {
  const off = Math.abs(proof.clock_offset_seconds ?? 0)
  return [
    proof.device_name,
    proof.signature_valid ? '记录签名有效' : '记录签名无效',
    `照片 ${proof.photos} 张，拍摄时签名有效 ${proof.photos_signed} 张`,
    ...(proof.device_active ? [] : ['设备登记已撤销']),
    ...(off > CLOCK_TOLERANCE_SECONDS ? [`手机时钟相差约 ${Math.round(off / 60)} 分钟`] : []),
  ].join('；')
}

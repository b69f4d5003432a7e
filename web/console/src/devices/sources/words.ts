import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import type { Terms } from '@/words/terms'

export type Source = components['schemas']['Source']
export type SourceTrial = components['schemas']['SourceTrial']
export type AllowedNetwork = components['schemas']['AllowedNetwork']

function plain(labels: Record<string, string>): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, { label, tone: 'plain' as const }]))
}

export const SOURCE_KINDS = plain(glossary.source_kind)
export const GRAB_CAUSES: Terms = Object.fromEntries(Object.entries(glossary.grab_cause).map(([code, label]) => [code, { label, tone: 'bad' as const }]))

/** What an address looks like, by the way of getting pictures. */
export const EXAMPLES: Record<string, string> = {
  rtsp: 'rtsp://10.12.0.7/Streaming/Channels/101',
  onvif: 'http://10.12.0.7/onvif/device_service',
  http: 'http://10.12.0.7/snapshot.jpg',
  platform: 'https://video.example/snap/{catalogue_id}',
  folder: 'camera1/*.jpg',
}

/** "80-88, 554" as pairs; null when it cannot be read. */
export function portsFrom(text: string): number[][] | null {
  const parts = text.split(/[,，、\s]+/).filter(Boolean)
  const ranges = parts.map((part) => /^(\d{1,5})(?:[-–](\d{1,5}))?$/.exec(part)).map((found) => (found === null ? null : [Number(found[1]), Number(found[2] ?? found[1])]))
  const isRight = ranges.length > 0 && ranges.every((range) => range !== null && range[0]! >= 1 && range[0]! <= range[1]! && range[1]! <= 65535)
  return isRight ? (ranges as number[][]) : null
}

export function portsText(ports: readonly (readonly number[])[]): string {
  return ports.map(([low, high]) => (low === high ? `${low}` : `${low}-${high}`)).join('、')
}

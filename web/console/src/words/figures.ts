/** Small texts made of numbers and bytes. */

export function bytesWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** A hash in groups of eight, as it is read aloud or compared by eye. */
export function groupedHash(hash: string): string {
  return hash.match(/.{1,8}/g)?.join(' ') ?? ''
}

export function shortHash(hash: string): string {
  return hash.length > 16 ? `${hash.slice(0, 8)}…${hash.slice(-6)}` : hash
}

/** 36.66830, 117.02040 (±12 米) */
export function positionWords(position: { lat: number; lon: number; accuracy_metres: number | null } | null): string {
  if (position === null) return '未取得'
  const accuracy = position.accuracy_metres === null ? '' : `（±${Math.round(position.accuracy_metres)} 米）`
  return `${position.lat.toFixed(5)}, ${position.lon.toFixed(5)}${accuracy}`
}

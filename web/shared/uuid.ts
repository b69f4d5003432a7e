let lastMilliseconds = 0
let counter = 0

/** UUID version 7: sorts by time of making, also within one millisecond of this page. */
export function newId(now: number = Date.now()): string {
  const random = crypto.getRandomValues(new Uint8Array(10))
  if (now > lastMilliseconds) {
    lastMilliseconds = now
    counter = ((random[0]! << 8) | random[1]!) & 0x7ff
  } else if (++counter > 0xfff) {
    lastMilliseconds += 1
    counter = 0
  }
  const time = lastMilliseconds.toString(16).padStart(12, '0')
  const variant = (0x80 | (random[2]! & 0x3f)).toString(16)
  const tail = Array.from(random.subarray(3), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${tail.slice(0, 2)}-${tail.slice(2)}`
}

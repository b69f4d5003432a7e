import { roundTo } from '@shouwang/shared/canonical'
import type { Position } from '@shouwang/shared/contract'
import { reactive } from 'vue'

export type PositionState = 'idle' | 'searching' | 'found' | 'denied' | 'unavailable'

/** WGS-84 as the phone gives it. A claim with its accuracy, never a condition for going on. */
export const place = reactive<{ state: PositionState; latest: Position | null }>({ state: 'idle', latest: null })

const TIMEOUT_MS = 25_000
const FRESH_MS = 120_000
let watching: number | null = null
let lost: ReturnType<typeof setTimeout> | null = null

/** Follow the position during a visit. */
export function followPosition(): void {
  if (watching !== null) return
  if (!navigator.geolocation) {
    place.state = 'unavailable'
    return
  }
  place.state = place.latest ? 'found' : 'searching'
  giveUpLater()
  watching = navigator.geolocation.watchPosition(found, failed, { enableHighAccuracy: true, maximumAge: 15_000, timeout: TIMEOUT_MS })
}

export function stopFollowing(): void {
  if (watching !== null) navigator.geolocation.clearWatch(watching)
  watching = null
  if (lost) clearTimeout(lost)
}

export function searchAgain(): void {
  stopFollowing()
  place.state = 'searching'
  followPosition()
}

/** The last fix if it is fresh enough to stand for now. */
export function positionNow(now: number = Date.now()): Position | null {
  return place.latest && now - Date.parse(place.latest.at) < FRESH_MS ? { ...place.latest } : null
}

export function toPosition(reading: GeolocationPosition): Position {
  return {
    lat: roundTo(reading.coords.latitude, 7),
    lon: roundTo(reading.coords.longitude, 7),
    accuracy_metres: roundTo(reading.coords.accuracy, 1),
    at: new Date(reading.timestamp).toISOString(),
  }
}

function found(reading: GeolocationPosition): void {
  place.latest = toPosition(reading)
  place.state = 'found'
}

function failed(error: GeolocationPositionError): void {
  if (error.code === error.PERMISSION_DENIED) place.state = 'denied'
  else if (!positionNow()) place.state = 'unavailable'
}

/** Some browsers never call back while their question to the person stays open. */
function giveUpLater(): void {
  if (lost) clearTimeout(lost)
  lost = setTimeout(() => {
    if (place.state === 'searching') place.state = 'unavailable'
  }, TIMEOUT_MS + 2_000)
}

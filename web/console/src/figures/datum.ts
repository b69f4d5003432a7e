/**
 * Positions here are WGS-84. Public tiles of Chinese map services are in GCJ-02, some five hundred metres off, so on
 * such tiles every point is moved as the tiles were.
 */
export interface Position {
  lat: number
  lon: number
}

const AXIS = 6_378_245
const ECCENTRICITY = 0.006_693_421_622_965_943
const { PI, abs, cos, sin, sqrt } = Math

export function toGcj02({ lat, lon }: Position): Position {
  if (isAbroad(lat, lon)) return { lat, lon }
  const shift = shiftAt(lat, lon)
  return { lat: lat + shift.lat, lon: lon + shift.lon }
}

/** Good to a metre: the shift hardly changes over its own length. */
export function fromGcj02({ lat, lon }: Position): Position {
  if (isAbroad(lat, lon)) return { lat, lon }
  const first = shiftAt(lat, lon)
  const shift = shiftAt(lat - first.lat, lon - first.lon)
  return { lat: lat - shift.lat, lon: lon - shift.lon }
}

function isAbroad(lat: number, lon: number): boolean {
  return lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271
}

function shiftAt(lat: number, lon: number): Position {
  const x = lon - 105
  const y = lat - 35
  const waves = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves +
    ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3
  const east =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves +
    ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3
  const radians = (lat / 180) * PI
  const magic = 1 - ECCENTRICITY * sin(radians) ** 2
  return {
    lat: (north * 180) / (((AXIS * (1 - ECCENTRICITY)) / (magic * sqrt(magic))) * PI),
    lon: (east * 180) / ((AXIS / sqrt(magic)) * cos(radians) * PI),
  }
}

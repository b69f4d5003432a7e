import L from 'leaflet'

const STEPS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001]

/** A graticule instead of tiles: it needs no network and no key. */
export function drawGrid(map: L.Map, layer: L.LayerGroup, colour = '#d3dbe5'): void {
  layer.clearLayers()
  const bounds = map.getBounds()
  const span = bounds.getEast() - bounds.getWest()
  const step = STEPS.find((one) => span / one >= 4) ?? 0.001
  const line = { color: colour, weight: 1, interactive: false }
  for (let lon = Math.ceil(bounds.getWest() / step) * step; lon <= bounds.getEast(); lon += step) {
    layer.addLayer(L.polyline([[bounds.getSouth(), lon], [bounds.getNorth(), lon]], line))
  }
  for (let lat = Math.ceil(bounds.getSouth() / step) * step; lat <= bounds.getNorth(); lat += step) {
    layer.addLayer(L.polyline([[lat, bounds.getWest()], [lat, bounds.getEast()]], line))
  }
}

/** Leaflet takes texts as HTML; names come from people. */
export function textNode(text: string): HTMLElement {
  const span = document.createElement('span')
  span.textContent = text
  return span
}

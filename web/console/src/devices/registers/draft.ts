import type { Facility, FacilityField } from './words'

export interface CameraDraft {
  catalogue_id: string
  place_class: number
  width: number | null
  height: number | null
  recorder_id: string | null
  channel: number | null
  host: string
  is_onboarded: boolean
  onboarded_on: string | null
  place_ids: string[]
}

export interface FacilityDraft {
  unit_id: string
  kind: string
  type: string
  number: string
  name: string
  site_id: string | null
  place_id: string
  quantity: number
  maker: string
  model: string
  lat: number | null
  lon: number | null
  in_use_since_on: string | null
  life_end_on: string | null
  check_every_days: number | null
  is_networked: '' | 'yes' | 'no'
  networked_on: string | null
  details: Record<string, string | number | null>
  camera: CameraDraft
}

export function emptyDraft(unitId: string): FacilityDraft {
  return {
    unit_id: unitId, kind: 'camera', type: 'bullet', number: '', name: '', site_id: null, place_id: '', quantity: 1, maker: '', model: '',
    lat: null, lon: null, in_use_since_on: null, life_end_on: null, check_every_days: null, is_networked: '', networked_on: null, details: {},
    camera: { catalogue_id: '', place_class: 3, width: 1920, height: 1080, recorder_id: null, channel: null, host: '', is_onboarded: false, onboarded_on: null, place_ids: [] },
  }
}

export function draftOf(one: Facility): FacilityDraft {
  const draft = emptyDraft(one.unit.id)
  const camera = one.camera
  return {
    ...draft, kind: one.kind, type: one.type, number: one.number, name: one.name, site_id: one.site?.id ?? null, place_id: one.place?.id ?? '',
    quantity: one.quantity, maker: one.maker, model: one.model, lat: one.lat, lon: one.lon, in_use_since_on: one.in_use_since_on,
    life_end_on: one.life_end_on, check_every_days: one.check_every_days, is_networked: one.is_networked === null ? '' : one.is_networked ? 'yes' : 'no',
    networked_on: one.networked_on, details: { ...(one.details as Record<string, string | number | null>) },
    camera: camera ? {
      catalogue_id: camera.catalogue_id ?? '', place_class: camera.place_class, width: camera.width, height: camera.height, recorder_id: camera.recorder_id,
      channel: camera.channel, host: camera.host, is_onboarded: camera.is_onboarded, onboarded_on: camera.onboarded_on, place_ids: camera.places.map((place) => place.id),
    } : draft.camera,
  }
}

/** Cameras on vehicles are cameras too. */
export function isCamera(draft: FacilityDraft): boolean {
  return draft.kind === 'camera' || draft.type === 'vehicle_camera'
}

/** What is sent: only fields of the kind, and a camera's only for a camera. */
export function payloadOf(draft: FacilityDraft, fields: readonly FacilityField[]): Record<string, unknown> {
  const { unit_id: _unit, kind: _kind, camera, details, is_networked: networked, ...rest } = draft
  const told = Object.fromEntries(fields.map((field) => [field.name, details[field.name]]).filter(([, value]) => value !== undefined && value !== null && value !== ''))
  return {
    ...rest,
    place_id: draft.place_id || null,
    is_networked: networked === '' ? null : networked === 'yes',
    details: told,
    camera: isCamera(draft) ? { ...camera, catalogue_id: camera.catalogue_id.trim() || null, onboarded_on: camera.is_onboarded ? camera.onboarded_on : null } : null,
  }
}

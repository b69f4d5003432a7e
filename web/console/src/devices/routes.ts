import type { RouteRecordRaw } from 'vue-router'
import { RECORDING_ROUTES } from './recordings/routes'
import { SOURCE_ROUTES } from './sources/routes'
import { ALARM_ROUTES } from './alarms/routes'
import { CAMERA_ROUTES } from './cameras/routes'
import { UPKEEP_ROUTES } from './upkeep/routes'
import { PATROL_ROUTES } from './patrols/routes'

/** Pages of what protects units. */
export const DEVICE_ROUTES: RouteRecordRaw[] = [
  ...RECORDING_ROUTES,
  ...SOURCE_ROUTES,
  ...CAMERA_ROUTES,
  ...ALARM_ROUTES,
  ...UPKEEP_ROUTES,
  ...PATROL_ROUTES,
]

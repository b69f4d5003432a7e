import type { RouteRecordRaw } from 'vue-router'
import { ALARM_ROUTES } from './alarms/routes'
import { CAMERA_ROUTES } from './cameras/routes'
import { EVALUATION_ROUTES } from './evaluation/routes'
import { UPKEEP_ROUTES } from './upkeep/routes'
import { PATROL_ROUTES } from './patrols/routes'
import { RECORDING_ROUTES } from './recordings/routes'
import { REGISTER_ROUTES } from './registers/routes'
import { SOURCE_ROUTES } from './sources/routes'

/** Pages of what protects units. */
export const DEVICE_ROUTES: RouteRecordRaw[] = [
  ...RECORDING_ROUTES,
  ...SOURCE_ROUTES,
  ...CAMERA_ROUTES,
  ...EVALUATION_ROUTES,
  ...ALARM_ROUTES,
  ...UPKEEP_ROUTES,
  ...PATROL_ROUTES,
  ...REGISTER_ROUTES,
]

import type { RouteRecordRaw } from 'vue-router'
import { CAMERA_ROUTES } from './cameras/routes'

/** Pages of what protects units. */
export const DEVICE_ROUTES: RouteRecordRaw[] = [
  ...CAMERA_ROUTES,
import { ALARM_ROUTES } from './alarms/routes'

/** Pages of what protects units. */
export const DEVICE_ROUTES: RouteRecordRaw[] = [
  ...ALARM_ROUTES,
]

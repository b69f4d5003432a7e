import type { RouteRecordRaw } from 'vue-router'
import { CAMERA_ROUTES } from './cameras/routes'

/** Pages of what protects units. */
export const DEVICE_ROUTES: RouteRecordRaw[] = [
  ...CAMERA_ROUTES,
]

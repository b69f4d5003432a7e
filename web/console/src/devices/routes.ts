import type { RouteRecordRaw } from 'vue-router'

/** Pages of what protects units. */
export const DEVICE_ROUTES: RouteRecordRaw[] = []

import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const DELIVERIES_ENTRIES: MenuEntry[] = []

export const DELIVERIES_ROUTES: RouteRecordRaw[] = []

import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const COMMENDATIONS_ENTRIES: MenuEntry[] = []

export const COMMENDATIONS_ROUTES: RouteRecordRaw[] = []

import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const PENALTIES_ENTRIES: MenuEntry[] = []

export const PENALTIES_ROUTES: RouteRecordRaw[] = []

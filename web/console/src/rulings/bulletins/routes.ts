import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const BULLETINS_ENTRIES: MenuEntry[] = []

export const BULLETINS_ROUTES: RouteRecordRaw[] = []

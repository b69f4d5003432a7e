import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const RATINGS_ENTRIES: MenuEntry[] = []

export const RATINGS_ROUTES: RouteRecordRaw[] = []

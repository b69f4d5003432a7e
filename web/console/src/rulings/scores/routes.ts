import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const SCORES_ENTRIES: MenuEntry[] = []

export const SCORES_ROUTES: RouteRecordRaw[] = []

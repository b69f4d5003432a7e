import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const UNIT_FILES_ENTRIES: MenuEntry[] = []

export const UNIT_FILES_ROUTES: RouteRecordRaw[] = []

import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const SUPERVISIONS_ENTRIES: MenuEntry[] = []

export const SUPERVISIONS_ROUTES: RouteRecordRaw[] = []

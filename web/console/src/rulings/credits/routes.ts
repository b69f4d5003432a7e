import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const CREDITS_ENTRIES: MenuEntry[] = []

export const CREDITS_ROUTES: RouteRecordRaw[] = []

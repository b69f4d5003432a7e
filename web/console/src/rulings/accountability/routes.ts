import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const ACCOUNTABILITY_ENTRIES: MenuEntry[] = []

export const ACCOUNTABILITY_ROUTES: RouteRecordRaw[] = []

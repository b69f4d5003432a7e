import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const ASSESSMENTS_ENTRIES: MenuEntry[] = []

export const ASSESSMENTS_ROUTES: RouteRecordRaw[] = []

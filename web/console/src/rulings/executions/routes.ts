import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const EXECUTIONS_ENTRIES: MenuEntry[] = []

export const EXECUTIONS_ROUTES: RouteRecordRaw[] = []

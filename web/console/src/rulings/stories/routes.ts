import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const STORIES_ENTRIES: MenuEntry[] = []

export const STORIES_ROUTES: RouteRecordRaw[] = []

import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const UNIT_FILES_ENTRIES: MenuEntry[] = []

export const UNIT_FILES_ROUTES: RouteRecordRaw[] = [
  { path: '/units/:id/file', component: () => import('./UnitFilePage.vue'), props: true, meta: { title: '单位档案', permissions: ['unit_file.view'] } },
]

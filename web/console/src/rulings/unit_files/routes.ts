import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

const permissions = ['assessment.edit', 'unit_file.export']

export const UNIT_FILES_ENTRIES: MenuEntry[] = [{ to: '/defence-items', label: '三防项目', icon: 'check', permissions }]

export const UNIT_FILES_ROUTES: RouteRecordRaw[] = [
  { path: '/defence-items', component: () => import('./DefenceItemsPage.vue'), meta: { title: '三防项目', permissions } },
  { path: '/units/:id/file', component: () => import('./UnitFilePage.vue'), props: true, meta: { title: '单位档案', permissions: ['unit_file.view'] } },
]

import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const PAPERS_ENTRIES: MenuEntry[] = [{ to: '/blueprints', label: '组卷规则', icon: 'template', permissions: ['blueprint.view'] }]

export const PAPERS_ROUTES: RouteRecordRaw[] = [
  { path: '/blueprints', component: () => import('./BlueprintList.vue'), meta: { title: '组卷规则', permissions: ['blueprint.view'] } },
  { path: '/blueprints/new', component: () => import('./BlueprintPage.vue'), meta: { title: '新建组卷规则', permissions: ['blueprint.edit'] } },
  { path: '/blueprints/:id', component: () => import('./BlueprintPage.vue'), props: true, meta: { title: '组卷规则', permissions: ['blueprint.view'] } },
]

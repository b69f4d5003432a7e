import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const ITEMS_ENTRIES: MenuEntry[] = [
  { to: '/items', label: '题库', icon: 'template', permissions: ['item.view'] },
  { to: '/knowledge-points', label: '知识点', icon: 'template', permissions: ['item.view'] },
]

export const ITEMS_ROUTES: RouteRecordRaw[] = [
  { path: '/items', component: () => import('./ItemList.vue'), meta: { title: '题库', permissions: ['item.view'] } },
  { path: '/knowledge-points', component: () => import('./PointList.vue'), meta: { title: '知识点', permissions: ['item.view'] } },
]

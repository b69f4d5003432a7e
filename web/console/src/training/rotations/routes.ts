import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const ROTATIONS_ENTRIES: MenuEntry[] = [{ to: '/rotations', label: '年度轮训', icon: 'refresh', permissions: ['rotation.view'] }]

export const ROTATIONS_ROUTES: RouteRecordRaw[] = [
  { path: '/rotations', component: () => import('./RotationList.vue'), meta: { title: '年度轮训', permissions: ['rotation.view'] } },
  { path: '/rotations/:id', component: () => import('./RotationPage.vue'), props: true, meta: { title: '年度轮训', permissions: ['rotation.view'] } },
]

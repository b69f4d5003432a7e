import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const CREDITS_ENTRIES: MenuEntry[] = [{ to: '/credit-records', label: '信用公示', icon: 'document', permissions: ['credit.view'] }]

export const CREDITS_ROUTES: RouteRecordRaw[] = [
  { path: '/credit-records', component: () => import('./CreditList.vue'), meta: { title: '信用公示', permissions: ['credit.view'] } },
]

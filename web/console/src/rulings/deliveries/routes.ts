import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const DELIVERIES_ENTRIES: MenuEntry[] = [
  { to: '/due-deliveries', label: '待送达', icon: 'document', permissions: ['delivery.record'] },
  { to: '/deliveries', label: '送达记录', icon: 'document', permissions: ['delivery.view'] },
]

export const DELIVERIES_ROUTES: RouteRecordRaw[] = [
  { path: '/due-deliveries', component: () => import('./DueList.vue'), meta: { title: '待送达', permissions: ['delivery.record'] } },
  { path: '/deliveries', component: () => import('./DeliveryList.vue'), meta: { title: '送达记录', permissions: ['delivery.view'] } },
  { path: '/delivery-consents', component: () => import('./ConsentList.vue'), meta: { title: '电子送达确认书', permissions: ['delivery.view'] } },
]

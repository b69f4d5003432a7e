import type { RouteRecordRaw } from 'vue-router'

export const SOURCE_ROUTES: RouteRecordRaw[] = [
  { path: '/allowed-networks', component: () => import('./NetworkPage.vue'), meta: { title: '取图网段', permissions: ['network.edit'] } },
]

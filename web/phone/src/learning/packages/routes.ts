import type { RouteRecordRaw } from 'vue-router'

export const PACKAGES_ROUTES: RouteRecordRaw[] = [
  { path: '/learning/packages/:lessonId', component: () => import('./PackagePlayer.vue'), meta: { needs: 'training.learn' } },
]

import type { RouteRecordRaw } from 'vue-router'

/** How good the picture checks are, and by which numbers they judge. */
export const EVALUATION_ROUTES: RouteRecordRaw[] = [
  { path: '/picture-evaluation', component: () => import('./EvaluationPage.vue'), meta: { title: '图像判定评估', permissions: ['evaluation.view'] } },
]

import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const ASSESSMENTS_ENTRIES: MenuEntry[] = [{ to: '/assessments', label: '考核', icon: 'figures', permissions: ['assessment.view'] }]

export const ASSESSMENTS_ROUTES: RouteRecordRaw[] = [
  { path: '/assessments', component: () => import('./AssessmentList.vue'), meta: { title: '考核', permissions: ['assessment.view'] } },
  { path: '/assessments/schemes/new', component: () => import('./SchemeForm.vue'), meta: { title: '考核方案', permissions: ['assessment.edit'] } },
  { path: '/assessments/schemes/:schemeId', component: () => import('./SchemePage.vue'), props: true, meta: { title: '考核方案', permissions: ['assessment.view'] } },
  { path: '/assessments/schemes/:schemeId/edit', component: () => import('./SchemeForm.vue'), props: true, meta: { title: '修改考核方案', permissions: ['assessment.edit'] } },
  { path: '/assessments/runs/:runId', component: () => import('./RunPage.vue'), props: true, meta: { title: '考核结果', permissions: ['assessment.view'] } },
]

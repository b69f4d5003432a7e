import type { RouteRecordRaw } from 'vue-router'
import type { LearningLink } from '../links'

export const ACTIVITIES_ROUTES: RouteRecordRaw[] = [
  { path: '/learning/activities', component: () => import('./ActivityReport.vue'), meta: { needs: 'activity.record' } },
]

/** What the learning page offers of this. */
export const ACTIVITIES_LINKS: LearningLink[] = [
  { to: '/learning/activities', icon: 'camera', label: '宣传活动', note: '拍照登记活动', needs: 'activity.record' },
]

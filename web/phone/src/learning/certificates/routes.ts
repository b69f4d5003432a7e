import type { RouteRecordRaw } from 'vue-router'
import type { LearningLink } from '../links'

export const CERTIFICATES_ROUTES: RouteRecordRaw[] = [{ path: '/learning/certificates', component: () => import('./MyCertificates.vue') }]

/** What the learning page offers of this. */
export const CERTIFICATES_LINKS: LearningLink[] = [
  { to: '/learning/certificates', icon: 'shield', label: '我的证书', note: '合格证和核验码', needs: 'training.learn' },
]

import type { RouteRecordRaw } from 'vue-router'
import type { LearningLink } from '../links'

export const PRACTICE_ROUTES: RouteRecordRaw[] = [{ path: '/learning/practice', component: () => import('./PracticePage.vue') }]

/** What the learning page offers of this. */
export const PRACTICE_LINKS: LearningLink[] = [
  { to: '/learning/practice', icon: 'refresh', label: '练习和错题本', note: '做错的题再练到会', needs: 'training.learn' },
]

import type { RouteRecordRaw } from 'vue-router'
import type { LearningLink } from '../links'

export const ROTATIONS_ROUTES: RouteRecordRaw[] = [{ path: '/learning/mine', component: () => import('./MyTraining.vue'), meta: { title: '学时明细' } }]

/** The way in is the card of the year at the top of the learning page. */
export const ROTATIONS_LINKS: LearningLink[] = []

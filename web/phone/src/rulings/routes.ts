import type { RouteRecordRaw } from 'vue-router'

/** Papers to serve, grades of units and their three defences. */
export const RULINGS_ROUTES: RouteRecordRaw[] = [
  { path: '/due-deliveries', component: () => import('./DueDeliveries.vue') },
  { path: '/due-deliveries/:id', component: () => import('./ServePaper.vue') },
  { path: '/units/:id/ratings', component: () => import('./UnitRatings.vue') },
  { path: '/units/:id/defences', component: () => import('./UnitDefences.vue') },
  { path: '/rating-appeals/:about/:id', component: () => import('./RatingAppeal.vue') },
  { path: '/rating-rounds/:id/apply', component: () => import('./RatingApply.vue') },
]

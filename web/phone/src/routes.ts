import { createRouter, createWebHashHistory } from 'vue-router'
import { LEARNING_ROUTES } from './learning/routes'
import { RULINGS_ROUTES } from './rulings/routes'
import { may, session } from './session/session'

const RELOADED = 'shouwang.reloaded'

/** Guards have no tasks: they come to learn. */
function home(): string {
  return session.me && !may('task.view') ? '/learning' : '/tasks'
}

/** Hash addresses: any file server can serve the app, and the worker has one page to keep. */
export const router = createRouter({
  history: createWebHashHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', redirect: home },
    { path: '/sign-in', component: () => import('./views/SignIn.vue'), meta: { open: true } },
    { path: '/first-password', component: () => import('./session/FirstPassword.vue'), meta: { open: true } },
    { path: '/tasks', component: () => import('./views/Tasks.vue'), meta: { tab: true } },
    { path: '/tasks/:id', component: () => import('./views/TaskPage.vue') },
    { path: '/units', component: () => import('./views/Units.vue') },
    { path: '/units/:id', component: () => import('./views/UnitPage.vue') },
    { path: '/drafts/:id', component: () => import('./views/DraftForm.vue') },
    { path: '/records', component: () => import('./views/Records.vue') },
    { path: '/records/:id', component: () => import('./views/RecordPage.vue') },
    { path: '/hazards', component: () => import('./views/Hazards.vue'), meta: { tab: true } },
    { path: '/hazards/:id', component: () => import('./views/HazardPage.vue') },
    { path: '/duties', component: () => import('./views/Duties.vue') },
    { path: '/drills', component: () => import('./views/Drills.vue') },
    { path: '/drills/:id', component: () => import('./views/DrillReport.vue') },
    { path: '/hazards/:id/rectify', component: () => import('./views/RectifyPage.vue') },
    { path: '/hazards/:id/extension', component: () => import('./views/ExtensionPage.vue') },
    { path: '/facilities/:id/alarm-test', name: 'alarm-test', component: () => import('./views/AlarmTest.vue') },
    { path: '/facilities', component: () => import('./facilities/FacilityList.vue') },
    { path: '/facilities/:id', component: () => import('./facilities/FacilityPage.vue') },
    { path: '/posts/:id', component: () => import('./facilities/PostCount.vue') },
    { path: '/mine', component: () => import('./views/Mine.vue'), meta: { tab: true } },
    { path: '/notices', component: () => import('./alerts/Notices.vue') },
    { path: '/risks', component: () => import('./alerts/Risks.vue') },
    { path: '/help', component: () => import('./alerts/Help.vue') },
    { path: '/bookings', component: () => import('./alerts/Bookings.vue') },
    ...RULINGS_ROUTES,
    ...LEARNING_ROUTES,
    { path: '/:rest(.*)', redirect: home },
  ],
})

router.beforeEach((to) => {
  if (to.meta.open) return true
  if (!session.me) return '/sign-in'
  return session.me.owes_password ? '/first-password' : true
})

/**
 * Without a worker (WeChat on iOS) a deploy takes the old files away under an open page: load the new page, once.
 * Not when the server is out of reach, where a reload would leave nothing at all.
 */
export function reloadWhenFilesAreGone(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (session.reachable === false || sessionStorage.getItem(RELOADED)) return
    event.preventDefault()
    sessionStorage.setItem(RELOADED, '1')
    location.reload()
  })
  router.afterEach((_to, _from, failure) => {
    if (!failure) sessionStorage.removeItem(RELOADED)
  })
}

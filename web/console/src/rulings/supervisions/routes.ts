import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const SUPERVISIONS_ENTRIES: MenuEntry[] = [
  { to: '/supervisions', label: '督办单', icon: 'bell', permissions: ['supervision.view'] },
  { to: '/supervision-visits', label: '督导检查', icon: 'check', permissions: ['supervision.view'] },
]

export const SUPERVISIONS_ROUTES: RouteRecordRaw[] = [
  { path: '/supervisions', component: () => import('./LetterList.vue'), meta: { title: '督办单', permissions: ['supervision.view'] } },
  { path: '/supervisions/new', component: () => import('./LetterForm.vue'), meta: { title: '签发督办单', permissions: ['supervision.issue'] } },
  { path: '/supervisions/:letterId', component: () => import('./LetterPage.vue'), props: true, meta: { title: '督办单', permissions: ['supervision.view'] } },
  { path: '/supervision-visits', component: () => import('./VisitList.vue'), meta: { title: '督导检查', permissions: ['supervision.view'] } },
  { path: '/supervision-visits/:visitId', component: () => import('./VisitPage.vue'), props: true, meta: { title: '督导检查', permissions: ['supervision.view'] } },
]

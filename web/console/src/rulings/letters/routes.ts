import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

const permissions = ['letter.answer']

export const LETTERS_ENTRIES: MenuEntry[] = [{ to: '/received-letters', label: '来文办理', icon: 'document', permissions }]

export const LETTERS_ROUTES: RouteRecordRaw[] = [
  { path: '/received-letters', component: () => import('./LetterList.vue'), meta: { title: '来文办理', permissions } },
  { path: '/received-letters/:letterId', component: () => import('./LetterPage.vue'), props: true, meta: { title: '来文', permissions } },
]

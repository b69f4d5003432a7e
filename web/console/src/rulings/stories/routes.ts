import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const STORIES_ENTRIES: MenuEntry[] = [{ to: '/stories', label: '典型经验', icon: 'text', permissions: ['story.edit', 'story.approve'] }]

export const STORIES_ROUTES: RouteRecordRaw[] = [
  { path: '/stories', component: () => import('./StoryList.vue'), meta: { title: '典型经验', permissions: ['story.edit', 'story.approve'] } },
]

import type { RouteRecordRaw } from 'vue-router'
import type { LearningLink } from '../links'

export const STORIES_ROUTES: RouteRecordRaw[] = [
  { path: '/stories', component: () => import('./StoryFeed.vue') },
  { path: '/stories/:id', component: () => import('./StoryPage.vue') },
  { path: '/honours', component: () => import('./MyHonours.vue') },
]

/** What the learning page offers of this. */
export const STORIES_LINKS: LearningLink[] = [{ to: '/stories', icon: 'text', label: '典型经验', note: '别的单位怎么做', needs: 'story.view' }]

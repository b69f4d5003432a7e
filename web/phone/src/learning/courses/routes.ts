import type { RouteRecordRaw } from 'vue-router'
import type { LearningLink } from '../links'

export const COURSES_ROUTES: RouteRecordRaw[] = [
  { path: '/learning/courses', component: () => import('./CourseList.vue') },
  { path: '/learning/courses/:id', component: () => import('./CoursePage.vue') },
  { path: '/learning/lessons/:id', component: () => import('./LessonPage.vue') },
  { path: '/learning/classes', component: () => import('./ClassPage.vue') },
]

/** What the learning page offers of this. */
export const COURSES_LINKS: LearningLink[] = [
  { to: '/learning/courses', icon: 'book', label: '我的课程', note: '看视频、读资料', needs: 'training.learn' },
  { to: '/learning/classes', icon: 'check', label: '集中授课签到', note: '扫码或输入签到码', needs: 'training.learn' },
]

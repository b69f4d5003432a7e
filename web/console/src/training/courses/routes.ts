import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const COURSES_ENTRIES: MenuEntry[] = [
  { to: '/courses', label: '课程', icon: 'basis', permissions: ['course.view'] },
  { to: '/class-meetings', label: '集中授课', icon: 'check', permissions: ['course.view'] },
]

export const COURSES_ROUTES: RouteRecordRaw[] = [
  { path: '/courses', component: () => import('./CourseList.vue'), meta: { title: '课程', permissions: ['course.view'] } },
  { path: '/courses/:id', component: () => import('./CoursePage.vue'), props: true, meta: { title: '课程', permissions: ['course.view'] } },
  { path: '/class-meetings', component: () => import('./MeetingList.vue'), meta: { title: '集中授课', permissions: ['course.view'] } },
  { path: '/class-meetings/:id', component: () => import('./MeetingPage.vue'), props: true, meta: { title: '集中授课', permissions: ['course.view'] } },
  { path: '/class-meetings/:id/wall', component: () => import('./ClassWall.vue'), props: true, meta: { title: '签到码', bare: true, permissions: ['course.teach'] } },
]

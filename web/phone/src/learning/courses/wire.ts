import type { components } from '@shouwang/shared/api-types'

export type MyCourse = components['schemas']['MyCourse']
export type MyLesson = components['schemas']['MyLesson']
export type LessonProgress = components['schemas']['LessonProgress']
export type MyMeeting = components['schemas']['MyMeeting']
export type Learned = components['schemas']['Learned']

import type { components } from '@shouwang/shared/api-types'

export type Activity = components['schemas']['Activity']
export type ActivityYear = components['schemas']['ActivityYear']
export type TrainingYear = components['schemas']['TrainingYear']
export type MicroCourse = components['schemas']['MicroCourse']
export type MicroCourseLink = components['schemas']['MicroCourseLink']

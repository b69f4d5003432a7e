import type { components } from '@shouwang/shared/api-types'

export type CoursePackage = components['schemas']['CoursePackage']
export type PackageLaunch = components['schemas']['PackageLaunch']

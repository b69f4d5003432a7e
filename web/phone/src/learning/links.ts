import type { IconName } from '../parts/AppIcon.vue'

/** A way from the learning page into a subject. */
export interface LearningLink {
  to: string
  icon: IconName
  label: string
  note: string
  needs?: string
}

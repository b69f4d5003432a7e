import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

export type Story = components['schemas']['Story']
export const STORY_STATES = withTones(glossary.story_state, { submitted: 'busy', returned: 'warn', approved: 'good' })
export const FEED_STATES = withTones({ live: '手机端可见', off: '已下线' }, { live: 'good', off: 'warn' })

export function feedStateOf(story: Story): string {
  if (!story.published) return ''
  return story.published.is_live ? 'live' : 'off'
}

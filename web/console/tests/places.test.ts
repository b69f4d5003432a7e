import { describe, expect, it, vi } from 'vitest'
import { placeOf } from '@/alerts/notices/places'
import { router } from '@/router'

const held = vi.hoisted(() => new Set<string>())
vi.mock('@/api/session', async (original) => ({ ...(await original<object>()), can: (permission: string) => held.has(permission) }))

/** Every subject that the server tells of. */
const SUBJECTS: Record<string, string> = {
  agency: 'task.view',
  drill: 'duty.view',
  duty_paper: 'duty.view',
  hazard: 'hazard.view',
  help_request: 'help.view',
  recheck_booking: 'help.view',
  risk_assessment: 'risk.view',
  security_level: 'level.view',
  task: 'task.view',
  unit: 'unit.view',
  zero_report: 'zero_report.view',
}

describe('the place of a notice', () => {
  it('is a page that this reader may open, for every subject', () => {
    for (const [subject_type, permission] of Object.entries(SUBJECTS)) {
      held.clear()
      expect(placeOf({ subject_type, subject_id: 'x' }), subject_type).toBeNull()
      held.add(permission)
      const route = router.resolve(placeOf({ subject_type, subject_id: 'x' }) ?? '/nowhere')
      expect(route.meta.title, subject_type).not.toBe('没有此页')
      expect(route.meta.permissions, subject_type).toContain(permission)
    }
  })

  it('of a hazard is its own page', () => {
    held.add('hazard.view')
    expect(placeOf({ subject_type: 'hazard', subject_id: 'h1' })).toBe('/hazards/h1')
  })

  it('is none for a subject without a page', () => {
    expect(placeOf({ subject_type: 'weather', subject_id: 'x' })).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { emptyTask, gapsInTask, taskPayload } from '@/tasks/taskDraft'

const today = '2026-11-22'
const whole = { ...emptyTask(today), unit_id: 'u', template_ids: ['t'], officer_ids: ['a', 'b'] }

describe('a task', () => {
  it('is due in a fortnight unless said otherwise', () => {
    expect(emptyTask(today).due_on).toBe('2026-12-06')
  })

  it('lacks nothing with a unit, a checklist and two officers', () => {
    expect(gapsInTask(whole, today)).toEqual({})
  })

  it('needs two different officers', () => {
    expect(gapsInTask({ ...whole, officer_ids: ['a'] }, today)).toHaveProperty('officer_ids')
    expect(gapsInTask({ ...whole, officer_ids: ['a', 'a'] }, today)).toHaveProperty('officer_ids')
  })

  it('leaves a self-check to the unit', () => {
    expect(gapsInTask({ ...whole, kind: 'self', officer_ids: [] }, today)).toEqual({})
  })

  it('may end today but not yesterday', () => {
    expect(gapsInTask({ ...whole, due_on: today }, today)).toEqual({})
    expect(gapsInTask({ ...whole, due_on: '2026-11-21' }, today)).toHaveProperty('due_on')
  })

  it('sends the head office as no site', () => {
    expect(taskPayload({ ...whole, note: ' 重点看校门 ' }, 'id')).toMatchObject({ id: 'id', site_id: null, note: '重点看校门' })
  })
})

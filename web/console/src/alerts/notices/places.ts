import { can } from '@/api/session'
import type { Notice } from '@/api/types'

interface Place {
  permission: string
  path: (id: string) => string
}

/** Where the subject of a notice is shown. */
const PLACES: Record<string, Place> = {
  security_level: { permission: 'level.view', path: (id) => `/levels/${id}` },
  zero_report: { permission: 'zero_report.view', path: () => '/zero-reports?view=all' },
  risk_assessment: { permission: 'risk.view', path: (id) => `/risks?open=${id}` },
  help_request: { permission: 'help.view', path: (id) => `/help?open=${id}` },
  recheck_booking: { permission: 'help.view', path: (id) => `/help/bookings?open=${id}` },
  incident: { permission: 'incident.view', path: (id) => `/incidents/${id}` },
  security_warning: { permission: 'warning.view', path: (id) => `/warnings?open=${id}` },
  hazard: { permission: 'hazard.view', path: (id) => `/hazards/${id}` },
  order: { permission: 'order.view', path: (id) => `/orders/${id}` },
  rectification_order: { permission: 'order.view', path: (id) => `/orders/${id}` },
  unit: { permission: 'unit.view', path: (id) => `/units?open=${id}` },
  task: { permission: 'task.view', path: (id) => `/tasks?open=${id}` },
  plan: { permission: 'plan.view', path: (id) => `/plans/${id}` },
  draw: { permission: 'draw.view', path: (id) => `/draws/${id}` },
  inspection: { permission: 'inspection.view', path: (id) => `/inspections/${id}` },
  duty_paper: { permission: 'duty.view', path: (id) => `/papers?open=${id}` },
  upkeep_task: { permission: 'facility.view', path: (id) => `/upkeep-tasks?open=${id}` },
  equipment_count: { permission: 'facility.view', path: () => '/facility-gaps' },
  facility: { permission: 'facility.view', path: (id) => `/facilities/${id}` },
  class_meeting: { permission: 'course.view', path: (id) => `/class-meetings/${id}` },
  drill: { permission: 'duty.view', path: (id) => `/drills?open=${id}` },
  letter: { permission: 'letter.answer', path: (id) => `/received-letters/${id}` },
  supervision_letter: { permission: 'supervision.view', path: (id) => `/supervisions/${id}` },
  supervision_visit: { permission: 'supervision.view', path: (id) => `/supervision-visits/${id}` },
  rating_application: { permission: 'rating.view', path: (id) => `/rating-applications/${id}` },
  rating_downgrade: { permission: 'rating.view', path: () => '/unit-ratings' },
  rating_appeal: { permission: 'rating.view', path: () => '/rating-appeals' },
  accountability_case: { permission: 'accountability.view', path: (id) => `/accountability-cases/${id}` },
  bulletin: { permission: 'bulletin.view', path: (id) => `/bulletins/${id}` },
  /** An agency is told of the tasks that were escalated to it. */
  agency: { permission: 'task.view', path: () => '/tasks?escalated=true' },
}

/** The address to open, null when there is none for this reader. */
export function placeOf(notice: Pick<Notice, 'subject_type' | 'subject_id'>): string | null {
  const place = PLACES[notice.subject_type]
  return place !== undefined && can(place.permission) ? place.path(notice.subject_id) : null
}

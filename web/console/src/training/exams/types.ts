/** Shapes on the wire of exams as this console reads them. */
export interface Named {
  id: string
  name: string
}

export interface ExamSession {
  id: string
  title: string
  agency_id: string | null
  agency_name: string
  cycle_id: string | null
  blueprint_version_id: string
  blueprint: { blueprint_id: string; title: string; number: number; worth_x100: number } | null
  earlier_id: string | null
  kind: string
  place: string
  starts_at: string
  start_closes_at: string
  duration_seconds: number
  grace_seconds: number
  upload_seconds: number
  most_tries: number
  fixed_end: boolean
  camera_checks: boolean
  papers_state: string
  papers_problem: string
  state: string
  ended_reason: string
  created_at: string
  version: number
  counts: { candidates: number; checked_in: number; started: number; running: number; deferred: number }
}

export interface Attempt {
  id: string
  try_no: number
  state: string
  started_at: string
  deadline_at: string
  closes_at: string
  submitted_at: string | null
  ended_by: string
  seen_at: string
  remaining_ms: number
  answered: number
  late_count: number
  flags: string[]
  events: number
  away_seconds: number
  result: { points_x100: number; worth_x100: number; passed: boolean } | null
}

export interface Candidate {
  id: string
  session_id: string
  person: Named
  unit: Named | null
  state: string
  standing: string
  extra_seconds: number
  extra_reason: string
  excused_reason: string
  checked_in_at: string | null
  has_photo: boolean
  takeovers: number
  flags: string[]
  papers: number
  attempts: Attempt[]
  version: number
}

export interface AttemptCourse extends Attempt {
  session: { id: string; title: string }
  person: Named
  device: string
  slots: { slot: number; type: string; section: string; worth_x100: number }[]
  responses: { slot: number; seq: number; value: unknown; at: string }[]
  log: { slot: number; seq: number; value: unknown; device: string; recorded_at: string | null; received_at: string; by: string; verdict: string }[]
  proctoring: { id: string; kind: string; seconds: number | null; has_picture: boolean; note: string; recorded_at: string | null; received_at: string }[]
}

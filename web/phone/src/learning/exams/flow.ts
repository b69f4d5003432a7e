import { ProblemError } from '@shouwang/shared/problems'
import { deviceKeyOf, deviceName } from '../../device/device_key'
import { api } from '../../session/session'
import { takeBack } from './answers'
import { ExamClock, phoneNow } from './clock'
import type { MyExam } from './entry'
import { changeExam, examsOf, keepExam, keptId, readExam, type KeptExam, type Sealed } from './kept_exam'
import { AttemptLine } from './wire'

export interface CheckInReply {
  token: string
  server_now: string
  starts_at: string
  paper: Sealed
  candidate_id: string
  try_no: number
}

export const line = new AttemptLine(api)

/** As the invigilator reads it: what phone it is, and which of two alike. */
export async function deviceLabel(owner: string): Promise<string> {
  const { device_id } = await deviceKeyOf(owner)
  return `${deviceName().slice(0, 40)} ${device_id.slice(-8)}`
}

/** Fetch token and sealed paper and keep both; a phone that checked in before goes on with what it has. Raises as the api does. */
export async function checkIn(owner: string, exam: MyExam, ask: { photo_sha256?: string; take_over?: boolean }): Promise<KeptExam> {
  const sent = phoneNow()
  const reply = await api.post<CheckInReply>(`/my/exams/${exam.candidate_id}/check-ins`, { device: await deviceLabel(owner), ...ask }, { as: owner })
  const at = phoneNow()
  const clock = new ExamClock(null, at)
  clock.accept(reply, sent, at)
  const id = keptId(reply.candidate_id, reply.try_no)
  const fresh: KeptExam = {
    id, owner, candidate_id: reply.candidate_id, try_no: reply.try_no, title: exam.session.title, starts_at: reply.starts_at,
    duration_seconds: exam.session.duration_seconds, upload_seconds: exam.session.upload_seconds, camera_checks: exam.session.camera_checks,
    token: reply.token, paper: reply.paper, anchor: clock.kept, attempt_id: null, key: null, started_at: null, deadline_at: null, last_seqs: {},
    slot: 1, marked: [], events: [], away: null, handed_in_at: null, submitted_at: null, stopped: null, problem: null,
  }
  const earlier = await readExam(id)
  // Checked in anew after another phone had taken over: what was answered here stays.
  const kept = earlier
    ? { ...earlier, token: reply.token, paper: reply.paper, starts_at: reply.starts_at, anchor: clock.kept, stopped: null, problem: null }
    : fresh
  await keepExam(kept)
  return kept
}

/** Begun, or too early: then by the server's time. */
export type Begun = { exam: KeptExam } | { serverNow: string }

/** Ask the server to let this try begin; asked twice it is the same try. Raises as the api does, not when it is merely too early. */
export async function begin(exam: KeptExam): Promise<Begun> {
  const sent = phoneNow()
  try {
    const reply = await line.start(exam.token)
    const at = phoneNow()
    const clock = new ExamClock(exam.anchor, at)
    clock.accept(reply, sent, at)
    await takeBack(reply.attempt_id, reply.answers ?? [], reply.server_now)
    const begun = await changeExam(exam.id, () => ({
      attempt_id: reply.attempt_id, key: reply.key, started_at: reply.started_at, deadline_at: reply.deadline_at, last_seqs: reply.last_seqs ?? {}, anchor: clock.kept,
    }))
    return { exam: begun! }
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'exam_not_begun') throw error
    return { serverNow: await noteStart(exam, error) }
  }
}

/** The start was moved, or this phone's countdown ran ahead: count anew from what the server says. */
async function noteStart(exam: KeptExam, error: ProblemError): Promise<string> {
  const said = error.problem as unknown as { seconds_until?: number; starts_at?: string; server_now?: string }
  const startsAt = said.starts_at ?? exam.starts_at
  await changeExam(exam.id, () => ({ starts_at: startsAt }))
  return said.server_now ?? new Date(Date.parse(startsAt) - (said.seconds_until ?? 5) * 1000).toISOString()
}

export async function newestOf(owner: string, candidateId: string): Promise<KeptExam | undefined> {
  const mine = (await examsOf(owner)).filter((exam) => exam.candidate_id === candidateId)
  return mine.sort((a, b) => b.try_no - a.try_no)[0]
}

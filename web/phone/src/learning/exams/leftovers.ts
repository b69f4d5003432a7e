import { api } from '../../session/session'
import { allExams, examsOf } from './kept_exam'
import { ExamSender } from './sender'
import { deliverSnapshot } from './deliver'
import { AttemptLine } from './wire'

export { examsOf }

/**
 * Bring home what any exam of this phone still owes the server, whoever is signed in now: an attempt's token is its own. Quiet; what
 * does not go now goes the next time. Returns how many still wait.
 */
export async function sendLeftovers(): Promise<number> {
  const sender = new ExamSender(new AttemptLine(api), { deliver: deliverSnapshot })
  const owing = (await allExams()).filter((exam) => exam.attempt_id && !exam.submitted_at && !exam.stopped)
  let left = 0
  for (const exam of owing) {
    const { stopped } = await sender.drain(exam.id)
    if (stopped !== 'idle') left += 1
  }
  return left
}

import { newId } from '@shouwang/shared/uuid'
import { changeExam, type KeptExam } from './kept_exam'

/**
 * How long the exam was out of sight: the person was told beforehand that it is noted, and a person judges it. The beginning is written
 * down at once, so that an app killed out of sight leaves its absence too.
 */
export class Absences {
  constructor(
    private readonly examId: string,
    private readonly serverTime: () => string,
    private readonly onEvent: () => void,
  ) {}

  start(): void {
    document.addEventListener('visibilitychange', this.changed)
    void this.back('应用曾关闭')
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.changed)
  }

  private readonly changed = (): void => {
    void (document.visibilityState === 'hidden' ? this.gone() : this.back(''))
  }

  private async gone(): Promise<void> {
    const away = { id: newId(), recorded_at: this.serverTime(), wall: Date.now() }
    await changeExam(this.examId, (exam) => ({ away: exam.away ?? away }))
  }

  private async back(note: string): Promise<void> {
    let noted = false
    await changeExam(this.examId, (exam) => {
      noted = exam.away !== null
      return noted ? { away: null, events: [...exam.events, eventOf(exam.away!, note)] } : {}
    })
    if (noted) this.onEvent()
  }
}

function eventOf(away: NonNullable<KeptExam['away']>, note: string): KeptExam['events'][number] {
  const seconds = Math.max(0, Math.round((Date.now() - away.wall) / 1000))
  return { id: away.id, kind: 'hidden', seconds, recorded_at: away.recorded_at, note, sha256: '' }
}

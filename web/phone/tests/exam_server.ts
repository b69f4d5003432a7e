import { json, portal, problem, type Fault, type FaultRequest } from '../../shared/tests/fault_server'

interface SentAnswer {
  slot: number
  seq: number
  value: unknown
  recorded_at: string
}

/** The attempt's half of the contract in memory; it may misbehave after it has put something down. */
export class ExamServer {
  readonly best = new Map<number, SentAnswer>()
  readonly log: SentAnswer[] = []
  readonly events = new Map<string, { kind: string }>()
  readonly requests: string[] = []
  token = 'attempt-token'
  now = Date.parse('2026-11-23T02:00:00Z')
  deadline = this.now + 3_600_000
  submittedAt: string | null = null
  fault: Fault | null = null

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const path = new URL(String(input), 'http://localhost').pathname
    const request: FaultRequest = {
      method: init.method ?? 'GET', path, headers: new Headers(init.headers), body: init.body as string, nth: this.requests.push(path),
    }
    const answer = () => Promise.resolve(this.answer(request))
    return (await this.fault?.(request, answer)) ?? answer()
  }

  private answer({ path, headers, body }: FaultRequest): Response {
    if (headers.get('authorization') !== `Bearer ${this.token}`) return problem(401, 'unauthenticated')
    const sent = JSON.parse(String(body)) as { answers: SentAnswer[]; events: { id: string; kind: string }[] }
    if (path.endsWith('/exam-events')) {
      for (const event of sent.events) this.events.set(event.id, event)
      return json(200, { known: sent.events.length })
    }
    const acks = sent.answers.map((answer) => ({ slot: answer.slot, seq: answer.seq, verdict: this.take(answer) }))
    if (path.endsWith('/exam-submissions')) this.submittedAt ??= new Date(this.now).toISOString()
    return json(200, {
      acks, remaining_ms: this.deadline - this.now, server_now: new Date(this.now).toISOString(),
      state: this.submittedAt ? 'submitted' : 'running', submitted_at: this.submittedAt,
    })
  }

  private take(answer: SentAnswer): string {
    this.log.push(answer)
    const best = this.best.get(answer.slot)
    if (best && best.seq >= answer.seq) return best.seq === answer.seq ? 'repeated' : 'older'
    this.best.set(answer.slot, answer)
    return 'counted'
  }
}

export { json, portal, problem }

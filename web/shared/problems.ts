import type { Problem } from './contract'

/** The server answered with a problem document, or with something that a proxy may have made in its place. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.detail || problem.title)
  }
  get status(): number {
    return this.problem.status
  }
  get code(): string {
    return this.problem.code
  }
}

/** No usable answer: no network, a time-out, a captive portal's page, a proxy's error. Nothing is known about what the server did. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
  constructor(readonly reason: 'network' | 'timeout' | 'foreign_answer') {
    super(reason === 'foreign_answer' ? '网络需要登录或被拦截，没有连上守望服务器' : '连不上服务器')
  }
}

/** The person who owns this work is not the one signed in; nothing was sent. */
export class WrongPerson extends Error {
  override readonly name = 'WrongPerson'
  constructor() {
    super('当前登录人不是这份记录的检查人，未发送')
  }
}

/** Nobody is signed in, and the refresh cookie no longer helps. */
export class SignInNeeded extends Error {
  override readonly name = 'SignInNeeded'
  constructor() {
    super('登录已过期，请重新登录')
  }
}

export interface Shown {
  title: string
  lines: string[]
  code: string
  reference: string | null
}

/** Any failure as a person may read it. */
export function describeProblem(error: unknown): Shown {
  if (error instanceof ProblemError) {
    const { problem } = error
    const lines = [problem.detail, ...problem.errors.map((entry) => (entry.field ? `${entry.field}：${entry.message}` : entry.message))]
    return {
      title: problem.title || '没有办成',
      lines: [...new Set(lines.filter((line) => line && line !== problem.title))],
      code: problem.code,
      // Only of use to whoever reads the server's log; a wrong password needs none.
      reference: problem.status >= 500 ? problem.request_id ?? null : null,
    }
  }
  if (error instanceof Unreachable || error instanceof WrongPerson || error instanceof SignInNeeded) {
    return { title: error.message, lines: [], code: error.name, reference: null }
  }
  if (error instanceof DOMException && error.name === 'QuotaExceededError') {
    return { title: '手机存储空间不足', lines: ['请清理手机空间后重试；已保存的内容不受影响'], code: 'storage_full', reference: null }
  }
  const detail = error instanceof Error ? error.message : String(error)
  return { title: '程序出错了', lines: [detail], code: 'internal', reference: null }
}

export function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false
  const candidate = value as Partial<Problem>
  return typeof candidate.code === 'string' && typeof candidate.status === 'number' && typeof candidate.title === 'string'
}

/** A refusal by the server (problem+json), or a failure to reach it, in words fit for the screen. */

export interface FieldError {
  field: string
  message: string
  code: string
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string = '',
    readonly errors: FieldError[] = [],
    readonly requestId: string | null = null,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(title)
    this.name = 'Problem'
  }
}

const TITLES: Record<number, string> = {
  400: '请求格式不正确',
  401: '登录已失效，请重新登录',
  403: '没有权限进行此操作',
  404: '没有找到，或不在您的管辖范围内',
  405: '不支持的操作',
  409: '与已有内容冲突',
  412: '内容已被他人修改',
  413: '文件或内容过大',
  415: '不支持的文件类型',
  422: '填写的内容有误',
  426: '版本过低，请更新',
  428: '缺少版本信息，请刷新后再试',
  429: '操作过于频繁，请稍后再试',
}

const ABORTED = new Problem(0, 'aborted', '已取消')

/** The title for a status the server gave no words for. */
export function titleOf(status: number): string {
  return TITLES[status] ?? (status >= 500 ? '服务器出错，请稍后再试' : '操作未成功')
}

export async function problemFromResponse(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('Retry-After'))
  const retrySeconds = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null
  const requestId = response.headers.get('X-Request-Id')
  // A proxy or a captive portal answers with HTML: only JSON is taken for the server's own words.
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json')
  const body = isJson ? await response.json().catch(() => null) : null
  if (body === null || typeof body !== 'object') {
    return new Problem(response.status, `http_${response.status}`, titleOf(response.status), '', [], requestId, retrySeconds)
  }
  return new Problem(
    response.status,
    String(body.code ?? `http_${response.status}`),
    String(body.title ?? titleOf(response.status)),
    String(body.detail ?? ''),
    Array.isArray(body.errors) ? body.errors : [],
    body.request_id ?? requestId,
    retrySeconds,
  )
}

/** Whatever was thrown, as a problem. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return ABORTED
  if (thrown instanceof TypeError) {
    return new Problem(0, 'unreachable', '连接不上服务器', '请检查网络后重试；已填写的内容仍在页面上。')
  }
  return new Problem(0, 'unexpected', '页面出现意外错误', thrown instanceof Error ? thrown.message : String(thrown))
}

/** First message of each field; `sites.0.name` stays as it is. */
export function messagesByField(problem: Problem | null): Record<string, string> {
  const messages: Record<string, string> = {}
  for (const error of problem?.errors ?? []) {
    const field = error.field.replace(/^(json|body)\./, '')
    messages[field] ??= error.message
  }
  return messages
}

/** One line for a toast: title, detail, and when to try again. */
export function sentenceOf(problem: Problem): string {
  const wait = problem.retryAfterSeconds === null ? '' : `请在 ${problem.retryAfterSeconds} 秒后再试。`
  const detail = problem.detail === problem.title ? '' : problem.detail
  return [problem.title, detail].filter(Boolean).join('：') + (wait && `。${wait}`)
}

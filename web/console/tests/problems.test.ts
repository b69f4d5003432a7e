import { describe, expect, it } from 'vitest'
import { asProblem, messagesByField, Problem, problemFromResponse, sentenceOf } from '@/api/problems'

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return new Response(text, { status, headers: { 'Content-Type': 'application/problem+json', ...headers } })
}

describe('a problem document', () => {
  it('keeps the server’s words, code, fields and reference', async () => {
    const problem = await problemFromResponse(
      answer(422, { status: 422, code: 'invalid', title: '输入有误', detail: '请检查', errors: [{ field: 'uscc', message: '应为 18 个字', code: 'length' }], request_id: 'r-1' }),
    )
    expect(problem).toMatchObject({ status: 422, code: 'invalid', title: '输入有误', detail: '请检查', requestId: 'r-1' })
    expect(messagesByField(problem)).toEqual({ uscc: '应为 18 个字' })
  })

  it('does not take a portal’s page for the server’s words', async () => {
    const problem = await problemFromResponse(answer(502, '<html>proxy</html>', { 'Content-Type': 'text/html' }))
    expect(problem).toMatchObject({ status: 502, code: 'http_502', title: '服务器出错，请稍后再试' })
  })

  it('survives a body that claims to be JSON and is not', async () => {
    expect((await problemFromResponse(answer(500, '{"title":'))).code).toBe('http_500')
  })

  it('reads when to try again', async () => {
    const problem = await problemFromResponse(answer(429, { code: 'too_many_requests', title: '请求过于频繁' }, { 'Retry-After': '30' }))
    expect(sentenceOf(problem)).toBe('请求过于频繁。请在 30 秒后再试。')
  })
})

describe('messages by field', () => {
  it('shows the first of several and strips where the field was read from', () => {
    const problem = new Problem(422, 'invalid', '输入有误', '', [
      { field: 'json.name', message: '必填', code: 'required' },
      { field: 'name', message: '过短', code: 'length' },
      { field: 'sites.0.name', message: '必填', code: 'required' },
    ])
    expect(messagesByField(problem)).toEqual({ name: '必填', 'sites.0.name': '必填' })
  })

  it('is empty without a problem', () => {
    expect(messagesByField(null)).toEqual({})
  })
})

describe('anything thrown', () => {
  it('calls a failed fetch unreachable', () => {
    expect(asProblem(new TypeError('Failed to fetch')).code).toBe('unreachable')
  })

  it('calls an aborted one aborted, so that nobody shows it', () => {
    expect(asProblem(new DOMException('', 'AbortError')).code).toBe('aborted')
  })

  it('leaves a problem as it is', () => {
    const problem = new Problem(404, 'not_found', '没有找到')
    expect(asProblem(problem)).toBe(problem)
  })

  it('does not say the same thing twice', () => {
    expect(sentenceOf(new Problem(404, 'not_found', '没有找到', '没有找到'))).toBe('没有找到')
  })
})

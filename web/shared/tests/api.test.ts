import { expect, test } from 'vitest'
import { Api } from '../api'
import { Unreachable } from '../problems'

const me = { account_id: 'a' }
const signedIn = { access_token: 't', expires_in_seconds: 900, refresh_token: null, me }
const answers = (last: () => Response) => async (input: RequestInfo | URL): Promise<Response> =>
  String(input).endsWith('/auth/sign-in') ? new Response(JSON.stringify(signedIn), { headers: { 'content-type': 'application/json' } }) : last()

async function api(last: () => Response): Promise<Api> {
  const made = new Api({ fetch: answers(last) as typeof fetch })
  await made.signIn('login', 'password')
  return made
}

test('no content is an answer, whatever type it claims to have', async () => {
  const made = await api(() => new Response(null, { status: 204, headers: { 'content-type': 'application/json' } }))
  await expect(made.post('/me/password', {})).resolves.toBeUndefined()
})

test('an empty answer that should have content is none of the server', async () => {
  const made = await api(() => new Response('', { status: 200, headers: { 'content-type': 'application/json' } }))
  await expect(made.get('/me')).rejects.toBeInstanceOf(Unreachable)
})

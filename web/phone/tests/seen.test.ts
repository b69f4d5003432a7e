import { Unreachable } from '@shouwang/shared/problems'
import { beforeEach, expect, it, vi } from 'vitest'
import { seenBytes } from '../src/acts/seen'
import { api, session } from '../src/session/session'
import { freshDatabase, me } from './setup'

const PATH = '/hazards/h1/photos/aa'
const picture = { bytes: new Uint8Array([255, 216, 9]).buffer, media_type: 'image/jpeg' }

beforeEach(async () => {
  await freshDatabase()
  vi.restoreAllMocks()
  session.me = me
})

it('shows without a network what this account saw before', async () => {
  const fetched = vi.spyOn(api, 'bytes').mockResolvedValueOnce(picture)
  expect((await seenBytes(PATH))?.media_type).toBe('image/jpeg')
  fetched.mockRejectedValue(new Unreachable('network'))
  expect(new Uint8Array((await seenBytes(PATH))!.bytes)).toEqual(new Uint8Array([255, 216, 9]))
})

it('shows nobody what another account saw', async () => {
  vi.spyOn(api, 'bytes').mockResolvedValueOnce(picture).mockRejectedValue(new Unreachable('network'))
  await seenBytes(PATH)
  session.me = { ...me, account_id: 'a2' }
  expect(await seenBytes(PATH)).toBeNull()
})

it('keeps a shelf, not a warehouse', async () => {
  vi.spyOn(api, 'bytes').mockImplementation(async () => picture)
  for (let index = 0; index < 205; index++) await seenBytes(`${PATH}${String(index).padStart(3, '0')}`)
  vi.spyOn(api, 'bytes').mockRejectedValue(new Unreachable('network'))
  expect(await seenBytes(`${PATH}204`)).not.toBeNull()
  expect(await seenBytes(`${PATH}000`)).toBeNull()
})

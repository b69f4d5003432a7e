import { afterEach, describe, expect, it, vi } from 'vitest'
import { deliverFile, refusalOf } from '../src/parts/delivering'

const PDF = { name: '制度.pdf', type: 'application/pdf', size: 10 }

describe('what may be brought', () => {
  it('lets papers and photos pass, and only photos where a photo is asked for', () => {
    expect(refusalOf(PDF, false)).toBeNull()
    expect(refusalOf(PDF, true)).toContain('照片')
    expect(refusalOf({ ...PDF, type: 'image/png' }, true)).toBeNull()
  })

  it('says why a file is refused before it travels', () => {
    expect(refusalOf({ ...PDF, type: '' }, false)).toContain('PDF')
    expect(refusalOf({ ...PDF, size: 21 * 2 ** 20 }, false)).toContain('20 MB')
    expect(refusalOf({ ...PDF, size: 0 }, false)).toContain('空')
  })
})

describe('bringing a file', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('puts the bytes under their hash and names them', async () => {
    const fetched = vi.fn(async () => new Response('{}', { status: 200, headers: { 'Content-Type': 'application/json' } }))
    vi.stubGlobal('fetch', fetched)
    const file = new File(['abc'], '制度.pdf', { type: 'application/pdf' })
    const named = await deliverFile(file, 'document')
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(named).toEqual({ sha256: abc, purpose: 'document', name: '制度.pdf' })
    const [address, request] = fetched.mock.calls[0] as unknown as [string, RequestInit]
    expect(address).toBe(`/api/v1/files/${abc}`)
    expect(request.method).toBe('PUT')
    expect((request.headers as Record<string, string>)['Content-Type']).toBe('application/pdf')
  })

  it('brings nothing that would be refused', async () => {
    const fetched = vi.fn()
    vi.stubGlobal('fetch', fetched)
    await expect(deliverFile(new File(['x'], 'a.exe', { type: '' }), 'document')).rejects.toMatchObject({ code: 'refused_here' })
    expect(fetched).not.toHaveBeenCalled()
  })
})

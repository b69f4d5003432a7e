import { ProblemError, Unreachable } from '@shouwang/shared/problems'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase, database } from '../src/device/database'
import { codeIn } from '../src/learning/courses/class_code'
import { freshSignIn, freshWatch, keepLearned, sendLearned, waitingOf } from '../src/learning/courses/learned'
import { blocksOf } from '@shouwang/shared/markdown'
import { advance, reachOf, total, union } from '../src/learning/courses/spans'
import { addressOf, removeTaken, takeCourse, takenCourses } from '../src/learning/courses/taken'
import type { MyCourse, MyLesson } from '../src/learning/courses/wire'
import { api } from '../src/session/session'
import { freshDatabase } from './setup'

const film = { id: 'l1', kind: 'video', file_sha256: 'f1', media_type: 'video/mp4', bytes: 3 } as MyLesson
const course = { id: 'c1', title: '门卫', lessons: [film, { ...film, id: 'l2' }] } as MyCourse

function refusal(status: number, code: string): ProblemError {
  return new ProblemError({ type: '', title: '不能签到', status, detail: '签到码不正确', code, errors: [] })
}

beforeEach(async () => {
  await freshDatabase()
  vi.restoreAllMocks()
})

describe('spans of a film', () => {
  it('add up the same in any order', () => {
    const told = [[5, 9], [0, 3], [2, 6], [20, 10], [30, 40]]
    expect(union(told)).toEqual([[0, 9], [30, 40]])
    expect(union([...told].reverse())).toEqual(union(told))
    expect(total([...told, ...told])).toBe(19)
  })

  it('let nobody move beyond what was watched from the beginning on', () => {
    expect(reachOf([])).toBe(0)
    expect(reachOf([[0, 10_000], [11_000, 20_000]])).toBe(20_000)
    expect(reachOf([[0, 10_000], [50_000, 60_000]])).toBe(10_000)
    expect(reachOf([[50_000, 60_000]])).toBe(0)
  })

  it('end where the film jumps, runs back or the phone sleeps', () => {
    const stretch = { from: 0, to: 1_000, began: 0, last: 1_000 }
    expect(advance(stretch, 1_250, 1_250, 1)).toEqual({ from: 0, to: 1_250, began: 0, last: 1_250 })
    expect(advance(stretch, 30_000, 1_250, 1)).toBeNull()
    expect(advance(stretch, 500, 1_250, 1)).toBeNull()
    expect(advance(stretch, 61_000, 61_000, 1)).toBeNull()
    expect(advance(stretch, 1_100, 500, 1)).toBeNull()
  })
})

describe('what was learned', () => {
  it('waits on the phone without a line, and after the app was killed', async () => {
    const watch = { ...freshWatch('a1', 'l1', 0), spans: [[0, 9_000]] as [number, number][] }
    await keepLearned(watch)
    vi.spyOn(api, 'post').mockRejectedValue(new Unreachable('network'))
    expect(await sendLearned('a1')).toEqual([])
    await closeDatabase()
    expect((await waitingOf('a1')).watches[0]?.spans).toEqual([[0, 9_000]])
    expect((await waitingOf('a2')).watches).toEqual([])
  })

  it('leaves the phone once the server has it, unless it grew meanwhile', async () => {
    const [still, growing] = [freshWatch('a1', 'l1', 0), freshWatch('a1', 'l1', 0)]
    await keepLearned(still)
    await keepLearned(growing)
    await (await database()).put('learned', { id: 'other', owner: 'a1', kind: 'practice' })
    const post = vi.spyOn(api, 'post').mockImplementation(async () => {
      await keepLearned({ ...growing, ended_at: new Date(9_000).toISOString() })
      return { verdicts: [{ id: still.id, verdict: 'kept' }, { id: growing.id, verdict: 'kept' }], lessons: [{ lesson_id: 'l1', seconds: 9 }] }
    })
    expect(await sendLearned('a1')).toEqual([{ lesson_id: 'l1', seconds: 9 }])
    expect((await waitingOf('a1')).watches.map((row) => row.id)).toEqual([growing.id])
    expect(post.mock.calls[0]![0]).toBe('/my/learned')
    expect((await (await database()).getAll('learned')).some((row) => row.id === 'other')).toBe(true)
  })

  it('holds a sign-in that the server refuses, and keeps one that has no line', async () => {
    await keepLearned(freshSignIn('a1', '123456', null))
    const post = vi.spyOn(api, 'post').mockRejectedValue(new Unreachable('network'))
    await sendLearned('a1')
    expect((await waitingOf('a1')).signIns[0]?.state).toBe('waiting')
    post.mockRejectedValue(refusal(422, 'class_code_wrong'))
    await sendLearned('a1')
    expect((await waitingOf('a1')).signIns[0]?.state).toBe('held')
    post.mockClear()
    await sendLearned('a1')
    expect(post).not.toHaveBeenCalled()
  })
})

describe('a course taken along', () => {
  it('has its files on the phone once each, and goes with them', async () => {
    vi.spyOn(api, 'post').mockResolvedValue({})
    const bytes = vi.spyOn(api, 'bytes').mockResolvedValue({ bytes: new Uint8Array([1, 2, 3]).buffer, media_type: 'video/mp4' })
    await takeCourse('a1', course)
    expect(bytes).toHaveBeenCalledTimes(1)
    expect((await takenCourses('a1')).map((row) => [row.course.id, row.bytes])).toEqual([['c1', 3]])
    expect(await takenCourses('a2')).toEqual([])
    URL.createObjectURL = () => 'blob:x'
    expect(await addressOf('a1', film)).toBe('blob:x')
    await takeCourse('a2', course)
    await removeTaken('a1', 'c1')
    expect(await (await database()).count('course_files')).toBe(1)
    await removeTaken('a2', 'c1')
    expect(await (await database()).count('course_files')).toBe(0)
  })

  it('broken off it goes on with what is missing', async () => {
    const two = { ...course, lessons: [film, { ...film, id: 'l2', file_sha256: 'f2' }] } as MyCourse
    vi.spyOn(api, 'post').mockResolvedValue({})
    const bytes = vi.spyOn(api, 'bytes').mockResolvedValueOnce({ bytes: new ArrayBuffer(3), media_type: 'video/mp4' }).mockRejectedValueOnce(new Unreachable('network'))
    await expect(takeCourse('a1', two)).rejects.toThrow()
    expect(await takenCourses('a1')).toEqual([])
    bytes.mockResolvedValue({ bytes: new ArrayBuffer(3), media_type: 'video/mp4' })
    await takeCourse('a1', two)
    expect(bytes).toHaveBeenCalledTimes(3)
  })
})

describe('texts and codes', () => {
  it('become blocks of plain text, whatever markup they bring', () => {
    const blocks = blocksOf('# 交接班\n\n- 核对**钥匙**\n- 登记\n\n<img src=x onerror=alert(1)>\n第二行')
    expect(blocks.map((block) => block.kind)).toEqual(['heading', 'list', 'paragraph'])
    expect(blocks[1]!.lines[0]).toEqual([{ text: '核对', isStrong: false }, { text: '钥匙', isStrong: true }])
    expect(blocks[2]!.lines[0]![0]!.text).toBe('<img src=x onerror=alert(1)>')
  })

  it('reads the code of a wall and nothing else', () => {
    const id = '01a207fb-81c8-70df-9ca8-90ffa7738def'
    expect(codeIn(`SWC1/${id}/59812345/123456`)).toEqual({ code: '123456', meeting_id: id })
    for (const other of ['123456', `https://x/${id}`, `SWC1/${id}/1/12345`, '']) expect(codeIn(other)).toBeNull()
  })
})

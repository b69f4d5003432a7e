import { describe, expect, it } from 'vitest'
import type { AlarmEvent } from '@/api/types'
import { groupsOf, withChange } from '@/devices/alarms/board'
import { eventReader } from '@/devices/alarms/sse'
import { agoWords } from '@/devices/alarms/words'

function event(changes: Partial<AlarmEvent>): AlarmEvent {
  return { id: 'a', line_id: 'line', zone_number: '3', kind: 'panic', is_test: false, rings: true, needs_answer: true, repeated: 0, version: 1, received_at: '2026-11-22T09:00:00Z', ...changes } as AlarmEvent
}

describe('a stream of events', () => {
  const text = 'retry: 1000\n\nid: m1\nevent: alarm\ndata: {"a":1}\n\n: beat\n\nid: m2\nevent: alarm\ndata: {"a":\ndata: 2}\n\n'

  it('is read the same wherever it was cut', () => {
    const whole = eventReader()(text)
    expect(whole).toEqual([
      { id: 'm1', name: 'alarm', data: '{"a":1}' },
      { id: 'm2', name: 'alarm', data: '{"a":\n2}' },
    ])
    for (let cut = 0; cut <= text.length; cut += 1) {
      const read = eventReader()
      expect([...read(text.slice(0, cut)), ...read(text.slice(cut))]).toEqual(whole)
    }
  })

  it('takes line ends of both kinds', () => {
    expect(eventReader()('event: alarm\r\ndata: 1\r\n\r\n')).toEqual([{ id: '', name: 'alarm', data: '1' }])
  })
})

describe('the board', () => {
  it('keeps what waits and drops what was taken', () => {
    const known = withChange(new Map(), event({}))
    expect([...known.keys()]).toEqual(['a'])
    expect(withChange(known, event({ version: 2, needs_answer: false })).size).toBe(0)
  })

  it('does not let an older word replace a newer one', () => {
    const known = withChange(new Map(), event({ version: 3, repeated: 2 }))
    expect(withChange(known, event({ version: 2, needs_answer: false })).get('a')?.repeated).toBe(2)
  })

  it('makes one card of what a line calls for the same reason, and counts repetitions', () => {
    const groups = groupsOf([event({ id: 'b', received_at: '2026-11-22T09:00:05Z' }), event({ repeated: 2 })])
    expect(groups.map((group) => [group.first.id, group.last.id, group.count])).toEqual([['a', 'b', 4]])
  })

  it('puts alarms in earnest first, then tests, then what makes no sound', () => {
    const rows = [event({ id: 'silent', kind: 'heartbeat_lost', rings: false, received_at: '2026-11-22T09:03:00Z' }), event({ id: 'test', is_test: true, received_at: '2026-11-22T09:02:00Z' }), event({ id: 'real' })]
    expect(groupsOf(rows).map((group) => group.last.id)).toEqual(['real', 'test', 'silent'])
  })
})

it('says how long ago in whole words', () => {
  const at = '2026-11-22T09:00:00Z'
  const after = (seconds: number) => agoWords(at, Date.parse(at) + seconds * 1000)
  expect([after(-5), after(59), after(60), after(3600), after(90_000)]).toEqual(['0 秒前', '59 秒前', '1 分钟前', '1 小时前', '1 天前'])
})

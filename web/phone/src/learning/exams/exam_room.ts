import { computed, onBeforeUnmount, ref, shallowReactive, shallowRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import type { KeptAnswer } from '../../device/database'
import { Absences } from './absences'
import { answersOf, isBlank, keepAnswer, stateOf, type AnswerState } from './answers'
import { ExamClock, phoneNow, type Reading } from './clock'
import { deliverSnapshot } from './deliver'
import { line } from './flow'
import { changeExam, readExam, type KeptExam } from './kept_exam'
import { openPaper, type PlainPaper, type Question } from './paper'
import { Pump } from './pump'
import { ExamSender, type Stopped } from './sender'
import { Snapshots } from './snapshots'

export interface ExamRoom {
  exam: ShallowRef<KeptExam>
  paper: ShallowRef<PlainPaper | null>
  error: Ref<unknown>
  reading: ShallowRef<Reading | null>
  answers: Map<number, KeptAnswer>
  /** What the person sees in a question: what was given last, also while it is still being written. */
  valueOf(slot: number): unknown
  /** How the last sending went. */
  line: Ref<Stopped>
  /** Writing failed: what is on the screen is not on the phone. */
  unkept: Ref<unknown>
  counts: Ref<Record<AnswerState, number>>
  stateOf(question: Question): AnswerState
  answer(question: Question, value: unknown): void
  goTo(slot: number): Promise<void>
  mark(slot: number): Promise<void>
  handIn(): Promise<void>
  sendNow(): void
}

export const ROOM: InjectionKey<ExamRoom> = Symbol('exam room')
const TICK_MS = 500

/** An exam under way on this phone: everything shown comes from what is stored, so that a kill at any moment changes nothing. */
export function openRoom(started: KeptExam): ExamRoom {
  const exam = shallowRef(started)
  const paper = shallowRef<PlainPaper | null>(null)
  const error = ref<unknown>(null)
  const unkept = ref<unknown>(null)
  const answers = shallowReactive(new Map<number, KeptAnswer>())
  const attemptId = started.attempt_id!
  const clock = useClock(exam)
  const lineState = ref<Stopped>('idle')
  /** Given, and not yet stored: the next letter or blank builds on this one, however slow the phone writes. */
  const given = shallowReactive(new Map<number, { value: unknown }>())
  let writes: Promise<unknown> = Promise.resolve()

  const serverTime = () => new Date(clock.now()?.server_ms ?? Date.now()).toISOString()
  const sender = new ExamSender(line, {
    onTime: (reply, sent, at) => clock.accept(reply, sent, at),
    onChange: () => void refresh(),
    deliver: deliverSnapshot,
  })
  const pump = new Pump(sender, started.id, (sent) => {
    lineState.value = sent.stopped
    void refresh()
  })
  const absences = new Absences(started.id, serverTime, () => pump.soon())
  const snapshots = started.camera_checks ? new Snapshots(started, serverTime) : null

  async function refresh(): Promise<void> {
    exam.value = (await readExam(started.id)) ?? exam.value
    for (const one of await answersOf(attemptId)) {
      const shown = answers.get(one.slot)
      // A newer one may be on its way into the database.
      if (!shown || shown.seq <= one.seq) answers.set(one.slot, one)
    }
    if (exam.value.handed_in_at) leave()
  }

  function leave(): void {
    absences.stop()
    snapshots?.stop()
  }

  /** One after another, in the order of the person's thumbs. */
  function write(work: () => Promise<unknown>): Promise<void> {
    const mine = writes.then(work).then(() => { unkept.value = null }, (problem: unknown) => { unkept.value = problem })
    writes = mine
    return mine
  }

  async function change(changes: (kept: KeptExam) => Partial<KeptExam>): Promise<void> {
    await write(async () => { exam.value = (await changeExam(started.id, changes)) ?? exam.value })
  }

  function answer(question: Question, value: unknown): void {
    if (exam.value.handed_in_at) return
    const recordedAt = serverTime()
    const mine = { value }
    given.set(question.slot, mine)
    void write(async () => {
      answers.set(question.slot, await keepAnswer(attemptId, question.slot, value, recordedAt, exam.value.last_seqs[String(question.slot)] ?? 0))
      if (given.get(question.slot) === mine) given.delete(question.slot)
      pump.soon()
    })
  }

  async function handIn(): Promise<void> {
    await writes
    const at = serverTime()
    await change(({ handed_in_at }) => ({ handed_in_at: handed_in_at ?? at }))
    leave()
    pump.now()
  }

  clock.onOver(() => { if (!exam.value.handed_in_at) void handIn() })
  void openPaper(started.paper, started.key!).then((opened) => { paper.value = opened }, (problem: unknown) => { error.value = problem })
  void refresh().then(() => {
    if (!exam.value.handed_in_at) {
      absences.start()
      snapshots?.start()
    }
    pump.start()
  })
  onBeforeUnmount(() => {
    pump.stop()
    leave()
    clock.stop()
  })

  const valueOf = (slot: number) => (given.get(slot) ?? answers.get(slot))?.value ?? null
  const stateOfOne = (question: Question) => stateOf(question.type, answers.get(question.slot))
  const counts = computed(() => {
    const found = { blank: 0, kept: 0, synced: 0 }
    for (const question of paper.value?.slots ?? []) {
      const blank = isBlank(question.type, answers.get(question.slot)?.value)
      found[blank ? 'blank' : stateOfOne(question)] += 1
    }
    return found
  })

  return {
    exam, paper, error, reading: clock.reading, answers, valueOf, line: lineState, unkept, counts, stateOf: stateOfOne, answer, handIn,
    goTo: (slot) => change(() => ({ slot })),
    mark: (slot) => change(({ marked }) => ({ marked: marked.includes(slot) ? marked.filter((one) => one !== slot) : [...marked, slot] })),
    sendNow: () => pump.now(),
  }
}

/** The exam's time on the screen, kept on the phone whenever the server has spoken or the phone's clock has jumped. */
export function useClock(exam: ShallowRef<KeptExam>) {
  const clock = new ExamClock(exam.value.anchor, phoneNow())
  const reading = shallowRef<Reading | null>(null)
  let watched = document.visibilityState === 'visible'
  let over = () => {}

  function now(): Reading | null {
    const seen = clock.read(phoneNow(), watched)
    watched = document.visibilityState === 'visible'
    if (seen?.moved) keep()
    return seen
  }

  function tick(): void {
    reading.value = now()
    const left = reading.value
    if (left?.sure && left.remaining_ms !== null && left.remaining_ms <= 0) over()
  }

  function keep(): void {
    const id = exam.value.id
    void changeExam(id, () => ({ anchor: clock.kept })).catch(() => undefined)
  }

  const hidden = () => { watched = watched && document.visibilityState === 'visible' }
  document.addEventListener('visibilitychange', hidden)
  const timer = setInterval(tick, TICK_MS)
  tick()

  return {
    reading, now,
    accept(...said: Parameters<ExamClock['accept']>): void {
      if (clock.accept(...said)) keep()
      tick()
    },
    onOver(act: () => void): void { over = act },
    stop(): void {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', hidden)
    },
  }
}

import { onScopeDispose, reactive, watch } from 'vue'
import type { Media } from '../device/database'
import { saveDraft, type Draft } from './draft'

export interface SaveState {
  savedAt: number | null
  saving: boolean
  error: unknown
}

export interface Autosave {
  draft: Draft
  state: SaveState
  /** Make a change that needs its pictures: both are stored in one transaction and read back. */
  change(mutate: () => void, media?: Media[]): Promise<void>
  /** Wait until nothing is unsaved. */
  settled(): Promise<void>
  stop(): void
}

/** Keep a form in the phone's storage at every change; writes follow each other, and the last state always gets written. */
export function autosave(initial: Draft): Autosave {
  const draft = reactive(initial) as Draft
  const state = reactive<SaveState>({ savedAt: initial.updated_at, saving: false, error: null })
  let dirty = false
  let running: Promise<void> | null = null
  const ignore = { value: false }

  async function write(media: Media[] = []): Promise<void> {
    dirty = false
    state.saving = true
    ignore.value = true
    draft.revision += 1
    draft.updated_at = Date.now()
    ignore.value = false
    try {
      await saveDraft(draft, media)
      state.savedAt = draft.updated_at
      state.error = null
    } catch (error) {
      state.error = error
      dirty = true
      throw error
    } finally {
      state.saving = false
    }
  }

  async function flush(): Promise<void> {
    while (dirty) await write()
  }

  const stopWatching = watch(draft, () => {
    if (ignore.value) return
    dirty = true
    running ??= Promise.resolve().then(flush).catch(() => {}).finally(() => {
      running = null
    })
  }, { deep: true, flush: 'sync' })

  const autosaving: Autosave = {
    draft,
    state,
    async change(mutate, media = []) {
      await running
      ignore.value = true
      try {
        mutate()
      } finally {
        ignore.value = false
      }
      await write(media)
      await flush()
    },
    async settled() {
      await running
      if (dirty) await flush()
    },
    stop: stopWatching,
  }
  onScopeDispose(stopWatching, true)
  return autosaving
}

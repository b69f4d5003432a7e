import type { components } from '@shouwang/shared/api-types'
import { ref, type Ref } from 'vue'
import { readMeta, writeMeta } from '../device/database'
import { api, session } from '../session/session'

export type HazardLife = components['schemas']['HazardLife']

/** One hazard as the server tells it, and without a network as it told it last to this account. */
export function useHazardLife(id: string): { life: Ref<HazardLife | null>; isOld: Ref<boolean>; reload: () => Promise<void> } {
  const life = ref(null) as Ref<HazardLife | null>
  const isOld = ref(false)
  const owner = session.me?.account_id ?? ''
  const key = `hazard_life:${owner}:${id}`

  async function reload(): Promise<void> {
    if (life.value === null) {
      life.value = (await readMeta<HazardLife>(key)) ?? null
      isOld.value = life.value !== null
    }
    try {
      life.value = await api.get<HazardLife>(`/hazards/${id}`, undefined, { as: owner })
      isOld.value = false
      await writeMeta(key, JSON.parse(JSON.stringify(life.value)))
    } catch {
      // Shown as it was known last; the strip above says that we are offline.
    }
  }

  void reload()
  return { life, isOld, reload }
}

export interface ShownPhoto {
  sha256: string
  path: string
  query: Record<string, string>
}

/** The photos of the hazard itself: those of the record and those attached to a report by hand. */
export function photosBefore(life: HazardLife): ShownPhoto[] {
  const taken = life.photos.map((sha256) => ({ sha256, path: `/hazards/${life.id}/photos/${sha256}`, query: { size: 'thumb' } }))
  return [...taken, ...life.attachments.map((file) => ({ sha256: file.sha256, path: `/attachments/${file.id}`, query: { size: 'thumb' } }))]
}

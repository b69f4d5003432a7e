import { computed, ref, shallowRef } from 'vue'
import { get } from '@/api/client'
import { can } from '@/api/session'
import type { DocumentRecord, Order, Page } from '@/api/types'

/** What was written upon one inspection: its record as a document, and its orders. */
export function usePapers() {
  const documents = shallowRef<DocumentRecord[]>([])
  const orders = shallowRef<Order[]>([])
  const isKnown = ref(false)

  async function load(inspectionId: string): Promise<void> {
    const [documentPage, orderPage] = await Promise.all([
      can('document.view') ? get<Page<DocumentRecord>>('/documents', { subject_id: inspectionId, limit: 50 }) : null,
      can('order.view') ? get<Page<Order>>('/orders', { inspection_id: inspectionId, limit: 50 }) : null,
    ])
    documents.value = documentPage?.items ?? []
    orders.value = orderPage?.items ?? []
    isKnown.value = true
  }

  /** The inspection record that stands: signed or on its way, not one taken back. */
  const record = computed(() => documents.value.find((one) => one.kind === 'inspection_record' && ['rendering', 'signed'].includes(one.state)) ?? null)
  const isMoving = computed(() => record.value?.state === 'rendering' || orders.value.some((order) => order.state === 'signing'))

  return { documents, orders, record, isKnown, isMoving, load }
}

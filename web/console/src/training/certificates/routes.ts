import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const CERTIFICATES_ENTRIES: MenuEntry[] = [{ to: '/certificates', label: '合格证', icon: 'document', permissions: ['certificate.view'] }]

export const CERTIFICATES_ROUTES: RouteRecordRaw[] = [
  { path: '/certificates', component: () => import('./CertificateList.vue'), meta: { title: '合格证', permissions: ['certificate.view'] } },
]

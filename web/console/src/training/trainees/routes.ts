import type { RouteRecordRaw } from 'vue-router'
import type { MenuEntry } from '@/shell/menu'

export const TRAINEES_ENTRIES: MenuEntry[] = [{ to: '/trainees', label: '受训人员', icon: 'account', permissions: ['trainee.view'] }]

export const TRAINEES_ROUTES: RouteRecordRaw[] = [
  { path: '/trainees', component: () => import('./TraineeList.vue'), meta: { title: '受训人员', permissions: ['trainee.view'] } },
  { path: '/trainees/import', component: () => import('./TraineeImport.vue'), meta: { title: '导入受训人员', permissions: ['trainee.edit'] } },
]

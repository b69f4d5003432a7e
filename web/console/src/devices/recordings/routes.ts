import type { RouteRecordRaw } from 'vue-router'

export const RECORDING_ROUTES: RouteRecordRaw[] = [
  { path: '/recordings', component: () => import('./RecordingList.vue'), meta: { title: '录像保存', permissions: ['facility.view'] } },
]

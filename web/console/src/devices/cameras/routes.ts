import type { RouteRecordRaw } from 'vue-router'

/** The wall of cameras, one camera's pictures, and what is wrong with them. */
export const CAMERA_ROUTES: RouteRecordRaw[] = [
  { path: '/camera-wall', component: () => import('./CameraWall.vue'), meta: { title: '画面墙', permissions: ['picture.view'] } },
  { path: '/camera-wall/:id', component: () => import('./CameraPage.vue'), props: true, meta: { title: '摄像机画面', permissions: ['picture.view'] } },
  { path: '/picture-faults', component: () => import('./PictureFaultList.vue'), meta: { title: '图像异常', permissions: ['picture.view'] } },
]

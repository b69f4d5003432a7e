import type { RouteRecordRaw } from 'vue-router'

const VIEW = ['facility.view']
const EDIT = ['facility.edit']

/** Registers of what protects units. */
export const REGISTER_ROUTES: RouteRecordRaw[] = [
  { path: '/facilities', component: () => import('./FacilityList.vue'), meta: { title: '防范设施', permissions: VIEW } },
  { path: '/facilities/import', component: () => import('./FacilityImport.vue'), meta: { title: '导入设施', permissions: ['facility.import'] } },
  { path: '/facilities/new', component: () => import('./FacilityForm.vue'), meta: { title: '登记设施', permissions: EDIT } },
  { path: '/facilities/:id', component: () => import('./FacilityPage.vue'), props: true, meta: { title: '设施', permissions: VIEW } },
  { path: '/facilities/:id/edit', component: () => import('./FacilityForm.vue'), props: true, meta: { title: '修改设施', permissions: EDIT } },
  { path: '/places', component: () => import('./PlaceList.vue'), meta: { title: '部位', permissions: VIEW } },
  { path: '/coverage', component: () => import('./CoverageList.vue'), meta: { title: '视频覆盖', permissions: VIEW } },
  { path: '/coverage/failing', component: () => import('./FailingPlaces.vue'), meta: { title: '未达标部位', permissions: VIEW } },
  { path: '/coverage/:id', component: () => import('./UnitCoverage.vue'), props: true, meta: { title: '单位视频覆盖', permissions: VIEW } },
  { path: '/camera-catalogue', component: () => import('./CataloguePage.vue'), meta: { title: '国标目录', permissions: ['facility.export'] } },
]

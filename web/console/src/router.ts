import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { ALERT_ROUTES } from './alerts/routes'
import { DEVICE_ROUTES } from './devices/routes'
import { RULINGS_ROUTES } from './rulings/routes'
import { TRAINING_ROUTES } from './training/routes'
import { canAny, isSignedIn, resumeSession } from './api/session'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    bare?: boolean
    permissions?: readonly string[]
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('./signin/SignIn.vue'), meta: { title: '登录', bare: true } },
  { path: '/leaving', component: () => import('./signin/LeavingPage.vue'), meta: { title: '退出', bare: true } },
  { path: '/', component: () => import('./home/HomePage.vue'), meta: { title: '首页' } },
  { path: '/units', component: () => import('./units/UnitList.vue'), meta: { title: '单位档案', permissions: ['unit.view'] } },
  { path: '/units/import', component: () => import('./units/UnitImport.vue'), meta: { title: '导入单位', permissions: ['unit.import'] } },
  { path: '/units/new', component: () => import('./units/UnitFormPage.vue'), meta: { title: '新建单位', permissions: ['unit.edit'] } },
  { path: '/units/:id/edit', component: () => import('./units/UnitFormPage.vue'), props: true, meta: { title: '修改单位', permissions: ['unit.edit'] } },
  { path: '/gaps', component: () => import('./gaps/GapPage.vue'), meta: { title: '责任缺口', permissions: ['unit.view'] } },
  { path: '/plans', component: () => import('./plans/PlanList.vue'), meta: { title: '检查计划', permissions: ['plan.view'] } },
  { path: '/plans/new', component: () => import('./plans/PlanPage.vue'), meta: { title: '新建计划', permissions: ['plan.edit'] } },
  { path: '/plans/:id', component: () => import('./plans/PlanPage.vue'), props: true, meta: { title: '检查计划', permissions: ['plan.view'] } },
  { path: '/task-days', component: () => import('./tasks/TaskCalendar.vue'), meta: { title: '任务日历', permissions: ['task.view'] } },
  { path: '/working-days', component: () => import('./calendar/WorkingDays.vue'), meta: { title: '工作日历', permissions: ['basis.view'] } },
  { path: '/hazard-terms', component: () => import('./hazards/TermsPage.vue'), meta: { title: '隐患期限与提醒', permissions: ['basis.view'] } },
  { path: '/duties', component: () => import('./duties/DutyGapList.vue'), meta: { title: '履职缺口', permissions: ['duty.view'] } },
  { path: '/papers', component: () => import('./duties/PaperList.vue'), meta: { title: '制度预案', permissions: ['duty.view'] } },
  { path: '/drills', component: () => import('./duties/DrillList.vue'), meta: { title: '应急演练', permissions: ['duty.view'] } },
  { path: '/counter-years', component: () => import('./duties/CounterYearList.vue'), meta: { title: '年度次数', permissions: ['duty.view'] } },
  { path: '/projects', component: () => import('./duties/ProjectList.vue'), meta: { title: '建设项目', permissions: ['duty.view'] } },
  { path: '/standards', component: () => import('./duties/StandardList.vue'), meta: { title: '标准库', permissions: ['basis.view'] } },
  { path: '/tasks', component: () => import('./tasks/TaskList.vue'), meta: { title: '检查任务', permissions: ['task.view'] } },
  { path: '/tasks/new', component: () => import('./tasks/TaskForm.vue'), meta: { title: '新建任务', permissions: ['task.assign'] } },
  { path: '/draws', component: () => import('./draws/DrawList.vue'), meta: { title: '双随机抽取', permissions: ['draw.view'] } },
  { path: '/draws/new', component: () => import('./draws/DrawForm.vue'), meta: { title: '发起抽取', permissions: ['draw.make'] } },
  { path: '/draws/:id', component: () => import('./draws/DrawPage.vue'), props: true, meta: { title: '双随机抽取', permissions: ['draw.view'] } },
  { path: '/officer-exclusions', component: () => import('./draws/ExclusionList.vue'), meta: { title: '回避与请假', permissions: ['exclusion.declare'] } },
  { path: '/inspections', component: () => import('./inspections/InspectionList.vue'), meta: { title: '检查记录', permissions: ['inspection.view'] } },
  { path: '/inspections/:id', component: () => import('./inspections/InspectionPage.vue'), props: true, meta: { title: '检查记录', permissions: ['inspection.view'] } },
  { path: '/inspections/:inspectionId/orders/new', component: () => import('./orders/OrderEditor.vue'), props: true, meta: { title: '开具整改通知', permissions: ['order.draft'] } },
  { path: '/hazards', component: () => import('./hazards/HazardList.vue'), meta: { title: '治安隐患', permissions: ['hazard.view'] } },
  { path: '/hazards/:hazardId', component: () => import('./hazards/HazardPage.vue'), props: true, meta: { title: '隐患详情', permissions: ['hazard.view'] } },
  { path: '/penalty-candidates', component: () => import('./hazards/PenaltyList.vue'), meta: { title: '可移送处罚', permissions: ['order.draft'] } },
  { path: '/orders', component: () => import('./orders/OrderList.vue'), meta: { title: '整改通知', permissions: ['order.view'] } },
  { path: '/orders/:orderId', component: () => import('./orders/OrderPage.vue'), props: true, meta: { title: '整改通知', permissions: ['order.view'] } },
  { path: '/orders/:orderId/edit', component: () => import('./orders/OrderEditor.vue'), props: true, meta: { title: '修改整改通知', permissions: ['order.draft'] } },
  { path: '/documents', component: () => import('./documents/DocumentList.vue'), meta: { title: '文书登记', permissions: ['document.view'] } },
  { path: '/templates', component: () => import('./templates/TemplateList.vue'), meta: { title: '检查表', permissions: ['template.view'] } },
  { path: '/templates/new', component: () => import('./templates/TemplateEditor.vue'), meta: { title: '新建检查表', permissions: ['template.edit'] } },
  { path: '/templates/:versionId/edit', component: () => import('./templates/TemplateEditor.vue'), props: true, meta: { title: '修订检查表', permissions: ['template.edit'] } },
  { path: '/templates/:versionId/changes', component: () => import('./templates/TemplateChangesPage.vue'), props: true, meta: { title: '检查表改了什么', permissions: ['template.view'] } },
  { path: '/templates/:versionId', component: () => import('./templates/TemplateVersionPage.vue'), props: true, meta: { title: '检查表', permissions: ['template.view'] } },
  { path: '/bases', component: () => import('./bases/BasisList.vue'), meta: { title: '法规依据', permissions: ['basis.view'] } },
  { path: '/competences', component: () => import('./admin/CompetenceList.vue'), meta: { title: '行业主管职责', permissions: ['agency.edit'] } },
  { path: '/audit', component: () => import('./audit/AuditPage.vue'), meta: { title: '审计', permissions: ['event.view'] } },
  { path: '/devices', component: () => import('./admin/DeviceList.vue'), meta: { title: '手机设备', permissions: ['device.view'] } },
  { path: '/collect', component: () => import('./admin/CollectPage.vue'), meta: { title: 'ODK Collect 接入', permissions: ['device.enrol'] } },
  { path: '/accounts', component: () => import('./admin/AccountList.vue'), meta: { title: '账号', permissions: ['account.view'] } },
  { path: '/figures', component: () => import('./figures/FiguresPage.vue'), meta: { title: '态势', permissions: ['figure.view'] } },
  { path: '/wall', component: () => import('./figures/WallPage.vue'), meta: { title: '态势大屏', bare: true, permissions: ['figure.view'] } },
  { path: '/exports', component: () => import('./exports/ExportList.vue'), meta: { title: '我的导出', permissions: ['export.make'] } },
  ...ALERT_ROUTES,
  ...DEVICE_ROUTES,
  ...RULINGS_ROUTES,
  ...TRAINING_ROUTES,
  { path: '/no-permission', component: () => import('./shell/NoPermission.vue'), meta: { title: '没有权限' } },
  { path: '/:anything(.*)*', component: () => import('./shell/NotFound.vue'), meta: { title: '没有此页' } },
]

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

router.beforeEach(async (to) => {
  await resumeSession().catch(() => undefined)
  if (to.path === '/sign-in') return isSignedIn.value ? '/' : true
  if (!isSignedIn.value) return { path: '/sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  return canAny(to.meta.permissions ?? []) ? true : '/no-permission'
})

router.afterEach((to) => {
  document.title = to.meta.title ? `${to.meta.title} · 守望` : '守望'
})

// A new version was put up while this page was open: its old lazy parts may be gone from the server.
router.onError((error, to) => {
  if (/dynamically imported module|Importing a module script failed/i.test(String(error))) {
    location.assign(`/console${to.fullPath}`)
  }
})

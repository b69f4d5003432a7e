/** Screen words for the codes on the wire. A code without a word is shown as it came. */

export type Tone = 'good' | 'warn' | 'bad' | 'plain' | 'busy'

export interface Term {
  label: string
  tone: Tone
}

type Terms = Record<string, Term>

const term = (label: string, tone: Tone = 'plain'): Term => ({ label, tone })

export const UNIT_KINDS: Terms = {
  organ: term('机关'),
  group: term('团体'),
  enterprise: term('企业'),
  institution: term('事业单位'),
  university: term('高等学校'),
  other: term('其他'),
}

export const INDUSTRIES: Terms = {
  general: term('综合'),
  organ: term('党政机关'),
  school: term('中小学幼儿园'),
  university: term('高等学校'),
  hospital: term('医院'),
  fuel: term('加油加气'),
  museum: term('文博'),
  bank: term('银行'),
  express: term('寄递'),
  logistics: term('物流'),
  metro: term('轨道交通'),
  bus: term('公交客运'),
  jewellery: term('珠宝首饰'),
  water: term('供水'),
  power: term('供电'),
  other: term('其他'),
}

export const KEY_LEVELS: Terms = {
  '1': term('一级重点', 'bad'),
  '2': term('二级重点', 'warn'),
  '3': term('三级重点', 'busy'),
}

export const AGENCY_KINDS: Terms = {
  police_city: term('市局'),
  police_branch: term('分局'),
  police_station: term('派出所'),
  department: term('行业主管部门'),
  government: term('人民政府'),
}

export const ROLES: Terms = {
  inspector: term('检查民警'),
  officer: term('内保民警'),
  department_inspector: term('行业检查员'),
  unit_head: term('单位负责人'),
  unit_staff: term('单位保卫人员'),
  system_admin: term('系统管理员'),
  security_admin: term('安全管理员'),
  audit_admin: term('审计管理员'),
}

export const RESPONSIBILITY_ROLES: Terms = {
  first_responsible: term('第一责任人'),
  security_head: term('保卫负责人'),
  security_officer: term('专职保卫人员'),
  contact: term('联系人'),
}

export const TASK_KINDS: Terms = {
  periodic: term('定期检查'),
  temporary: term('临时检查'),
  special: term('专项检查'),
  random: term('双随机抽查'),
  industry: term('行业检查'),
  self: term('单位自查'),
}

export const TASK_STATES: Terms = {
  open: term('待检查', 'busy'),
  done: term('已完成', 'good'),
  cancelled: term('已取消'),
}

export const INSPECTION_STATES: Terms = {
  awaiting_media: term('等待照片', 'warn'),
  complete: term('已收齐', 'good'),
}

export const VERDICTS: Terms = {
  pass: term('合格', 'good'),
  fail: term('不合格', 'bad'),
  na: term('不适用'),
}

export const FLAG_SEVERITIES: Terms = {
  breach: term('违反规则', 'bad'),
  warning: term('需留意', 'warn'),
}

export const HAZARD_GRADES: Terms = {
  general: term('一般', 'warn'),
  major: term('重大', 'bad'),
}

export const HAZARD_STATES: Terms = {
  found: term('待处理', 'warn'),
  ordered: term('已责令整改', 'busy'),
}

export const HAZARD_EVENTS: Terms = {
  found: term('检查发现'),
  ordered: term('责令整改'),
  order_revoked: term('通知书撤销'),
}

export const ORDER_STATES: Terms = {
  draft: term('草稿'),
  signing: term('签发中', 'busy'),
  issued: term('已签发', 'good'),
  revoked: term('已撤销', 'bad'),
}

export const DOCUMENT_KINDS: Terms = {
  inspection_record: term('检查笔录'),
  rectification_order: term('责令限期整改治安隐患通知书'),
}

export const DOCUMENT_STATES: Terms = {
  rendering: term('生成中', 'busy'),
  signed: term('已签名', 'good'),
  revoked: term('已撤销', 'bad'),
  superseded: term('已被替代'),
  failed: term('生成失败', 'bad'),
}

export const BASIS_STATES: Terms = {
  in_force: term('现行有效', 'good'),
  lapsed: term('已失效', 'bad'),
  not_yet: term('尚未施行', 'warn'),
  unknown: term('效力待核', 'warn'),
}

export const TEMPLATE_STATES: Terms = {
  draft: term('草稿'),
  published: term('使用中', 'good'),
  closing: term('停发（仍收）', 'warn'),
  closed: term('已关闭'),
}

export const PHOTO_SOURCES: Terms = {
  live: term('现场拍摄', 'good'),
  file: term('从文件选取', 'warn'),
}

export const DEVICE_STATES: Terms = {
  active: term('使用中', 'good'),
  revoked: term('已停用', 'bad'),
}

export const METHODS: Terms = {
  photo: term('看现场拍照'),
  test: term('现场测试'),
  document: term('查阅资料'),
  sample: term('抽样询问'),
}

export const EVIDENCE_KINDS: Terms = {
  photo: term('照片'),
  note: term('文字说明'),
}

export const ITEM_KINDS: Terms = {
  verdict: term('判断'),
  number: term('数值'),
  choice: term('选择'),
  text: term('文字'),
}

export const ITEM_GROUPS: Terms = {
  organisation: term('机构人员'),
  measures: term('治安保卫措施'),
  facilities: term('防范设施'),
}

export const BASIS_KINDS: Terms = {
  law: term('法律'),
  regulation: term('法规'),
  rule: term('规章'),
  normative_document: term('规范性文件'),
  standard: term('标准'),
}

export const GAP_CODES: Terms = {
  no_first_responsible: term('缺第一责任人', 'bad'),
}

export function wordFor(terms: Terms, code: string | number | null | undefined): string {
  if (code === null || code === undefined || code === '') return ''
  return terms[String(code)]?.label ?? String(code)
}

export function toneFor(terms: Terms, code: string | number | null | undefined): Tone {
  return terms[String(code)]?.tone ?? 'plain'
}

export function optionsOf(terms: Terms): { value: string; label: string }[] {
  const seen = new Set<string>()
  return Object.entries(terms)
    .filter(([, { label }]) => !seen.has(label) && Boolean(seen.add(label)))
    .map(([value, { label }]) => ({ value, label }))
}

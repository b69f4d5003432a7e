/** 单位 登记 from unit.created: subject and act in Chinese; unknown codes stay as they are. */
const SUBJECTS: Record<string, string> = {
  unit: '单位', site: '场所', responsibility: '责任人', person: '人员', account: '账号', agency: '机关', area: '区划', basis: '依据', policy_basis: '依据',
  template: '检查表', template_version: '检查表版本', task: '任务', inspection: '检查记录', media: '照片', hazard: '隐患', order: '整改通知',
  document: '文书', device: '手机', session: '会话', units: '单位', import: '导入', register: '登记簿', checkpoint: '检查点', upload: '上传', job: '作业', sign_in: '登录', auth: '登录', signing: '签名', number: '文号', record: '检查记录',
}
const ACTS: Record<string, string> = {
  created: '新建', registered: '登记', updated: '修改', changed: '修改', deleted: '删除', added: '新增', imported: '导入', exported: '导出',
  published: '发布', closing: '停发', closed: '关闭', assigned: '下达', cancelled: '取消', received: '收到', submitted: '提交', completed: '收齐', flagged: '标记',
  found: '发现', ordered: '责令整改', drafted: '起草', issued: '签发', signed: '签名', revoked: '撤销', rendered: '生成', failed: '失败', superseded: '替代',
  enrolled: '登记', locked: '锁定', unlocked: '解锁', signed_in: '登录', signed_out: '退出', refused: '被拒', refreshed: '续期', reused: '重放', verified: '核验', seeded: '初始化', password_changed: '改密码', requested: '申请', started: '开始', numbered: '编号', taken: '取号',
}

export function eventWords(kind: string): string {
  const [subject = '', ...rest] = kind.split('.')
  const act = rest.join('.')
  return [SUBJECTS[subject] ?? subject, ACTS[act] ?? act].filter(Boolean).join(' ')
}

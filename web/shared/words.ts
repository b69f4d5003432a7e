/** Screen words for the codes on the wire. */
export const INSPECTION_KIND: Record<string, string> = {
  periodic: '定期检查', temporary: '临时检查', special: '专项检查', random: '双随机抽查', industry: '行业检查', self: '单位自查',
}
export const GRADE: Record<string, string> = { general: '一般', major: '重大' }
export const OUTCOME: Record<string, string> = { pass: '合格', fail: '不合格', na: '不适用' }
export const GROUP: Record<string, string> = { organisation: '机构人员与备案', measures: '措施落实', facilities: '防范设施' }
export const METHOD: Record<string, string> = { photo: '拍照', test: '现场测试', document: '查阅资料', sample: '抽查询问' }
export const UNIT_KIND: Record<string, string> = {
  organ: '机关', group: '团体', enterprise: '企业', institution: '事业单位', university: '高等学校', other: '其他',
}
export const HAZARD_STATE: Record<string, string> = { found: '待处理', ordered: '已责令整改' }
export const HAZARD_EVENT: Record<string, string> = { 'hazard.found': '检查发现', found: '检查发现', 'hazard.ordered': '责令整改', ordered: '责令整改' }
export const ROLE: Record<string, string> = {
  inspector: '检查民警', officer: '办案民警', department_inspector: '行业检查员', unit_head: '单位负责人', unit_staff: '单位保卫人员',
  system_admin: '系统管理员', security_admin: '安全管理员', audit_admin: '审计管理员',
}
export const BASIS_STATUS: Record<string, string> = { in_force: '有效', lapsed: '已失效', not_yet: '未生效', unknown: '效力未核' }
export const RECORD_STATE: Record<string, string> = { awaiting_media: '等待照片', complete: '已收齐' }

import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import type { Term, Terms } from '@/words/terms'

export type Certificate = components['schemas']['CertificatePaper']
export type CertificateCycle = components['schemas']['CertificateCycle']

const { live, revoked, doubtful } = glossary.certificate
export const CERTIFICATE_STATES: Terms = {
  live: { label: live, tone: 'good' } satisfies Term,
  doubtful: { label: doubtful, tone: 'warn' } satisfies Term,
  revoked: { label: revoked, tone: 'bad' } satisfies Term,
}

export function stateOf(row: Certificate): string {
  return row.doubtful ? 'doubtful' : row.state
}

export function hoursWords(seconds: number): string {
  return `${Math.floor(seconds / 360) / 10} 学时`
}

export function pointsWords(row: Certificate): string {
  if (row.points_x100 === null || row.worth_x100 === null) return '不设考试'
  const pass = row.pass_percent === null ? '' : `，合格线 ${(row.worth_x100 * row.pass_percent) / 10000} 分`
  return `${row.points_x100 / 100} 分（满分 ${row.worth_x100 / 100} 分${pass}）`
}

import 'fake-indexeddb/auto'
import type { Item, Me, TemplateVersion, Unit } from '@shouwang/shared/contract'
import { IDBFactory } from 'fake-indexeddb'
import { closeDatabase } from '../src/device/database'
import { beginDraft, type Draft } from '../src/inspect/draft'

export const me: Me = {
  account_id: 'a1', person_id: 'p1', name: '林守义', login: 'lin', roles: ['inspector'], permissions: ['inspection.submit'],
  agency: null, unit: null, certificate_no: '001', owes_password: false,
}

export const unit: Unit = {
  id: 'u1', name: '示范中学', uscc: null, kind: 'institution', industry: 'school', area_code: '370102', address: '示范路1号', lat: null, lon: null,
  managed_by_id: 'g1', guided_by_id: null, station_id: 'g1', supervised_by_id: null, supervised_by: null, department_id: 'd1', managed_by: '分局', guided_by: null, station: '派出所', department: '教育局',
  key_unit_level: 1, counter_terror_target: false, facts: { boarding: true }, version: 1, basis_note: null,
  sites: [{ id: 's1', name: '东校区', address: '东路2号', station_id: 'g1', lat: null, lon: null }], responsibilities: [], gaps: [],
}

export function item(id: string, changes: Partial<Item> = {}): Item {
  return {
    id, text: id, kind: 'verdict', grade: 'general', required: true, score: 3, bases: [], evidence: { on_fail: ['photo', 'note'], always: [] },
    applies_if: null, phrases: [], ...changes,
  }
}

export const template: TemplateVersion = {
  id: 't1', template_id: 'tt', code: 'TST', title: '测试检查', number: 1, state: 'published', content_hash: 'c'.repeat(64), published_at: null,
  definition: {
    code: 'TST', title: '测试检查', version: 1,
    facts: [{ id: 'boarding', label: '寄宿', kind: 'boolean' }, { id: 'key_unit', label: '重点', kind: 'boolean' }],
    sections: [
      { id: 'organisation', title: '机构', group: 'organisation', items: [item('T-1'), item('T-2', { applies_if: { fact: 'boarding', is: true } })] },
      { id: 'measures', title: '措施', group: 'measures', items: [item('T-3', { applies_if: { item: 'T-1', is: 'fail' }, kind: 'text', score: 0, required: false })] },
      { id: 'facilities', title: '设施', group: 'facilities', items: [item('T-4', { kind: 'number', pass_if: { at_least: 2 }, min: 0, max: 9 })] },
    ],
  },
}

/** A database with nothing in it. */
export async function freshDatabase(): Promise<void> {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
}

export async function newDraft(): Promise<Draft> {
  return beginDraft({ me, unit, site: unit.sites[0]!, template, kind: 'temporary', task: null })
}

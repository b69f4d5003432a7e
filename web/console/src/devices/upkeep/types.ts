import type { components } from '@shouwang/shared/api-types'

type Wire = components['schemas']
export type UpkeepTask = Wire['UpkeepTask']
export type UnitGaps = Wire['UnitFacilityGaps']
export type FacilityGap = Wire['FacilityGap']
export type EquipmentCount = Wire['EquipmentCount']
export type UpkeepTerm = Wire['UpkeepTerm']
export type FacilityUpkeep = Wire['FacilityUpkeep']

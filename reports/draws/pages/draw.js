// The algorithm shouwang-draw-1 and the checks of a record, as checklists/draws/rules/ has them in Python.
// docs/decisions/0015-draws.md says it in words; tests/vectors/draws.json holds both sides together.

export const ALGORITHM = 'shouwang-draw-1'
export const FORMAT = 'shouwang-draw-record-1'
const MOST_WEIGHT = 100
const WORD = 1n << 64n
const KEYS = ['algorithm', 'commitment', 'draw_at', 'format', 'frozen_at', 'left_out', 'officers', 'operator', 'record_sha256', 'result', 'seed', 'terms', 'units', 'witness']
const utf8 = new TextEncoder()

/** Canonical JSON (docs/decisions/0006): keys sorted by UTF-16 code unit, no white space. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
  }
  return JSON.stringify(value)
}

export async function sha256(bytes) {
  return hexOf(await crypto.subtle.digest('SHA-256', typeof bytes === 'string' ? utf8.encode(bytes) : bytes))
}

export function bytesOf(hex) {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error('不是十六进制')
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

function hexOf(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function macOf(key) {
  const own = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return async (message) => new Uint8Array(await crypto.subtle.sign('HMAC', own, message))
}

/** Numbers from a seed; `bound` is {terms_sha256, units_sha256, officers_sha256, words}. */
export async function streamOf(seed, bound) {
  const text = canonical({
    algorithm: ALGORITHM, officers: bound.officers_sha256, terms: bound.terms_sha256, units: bound.units_sha256, words: bound.words,
  })
  const sign = await macOf(await (await macOf(seed))(utf8.encode(text)))
  let block = 0n
  let words = []
  async function word() {
    if (words.length === 0) {
      const counter = new DataView(new ArrayBuffer(8))
      counter.setBigUint64(0, block)
      block += 1n
      const view = new DataView((await sign(counter.buffer)).buffer)
      words = [0, 8, 16, 24].map((place) => view.getBigUint64(place))
    }
    return words.shift()
  }
  return {
    async below(limit) {
      const bound = BigInt(limit)
      const end = WORD - (WORD % bound)
      for (;;) {
        const found = await word()
        if (found < end) return Number(found % bound)
      }
    },
  }
}

export async function drawPositions(stream, weights, count) {
  let total = 0
  const ends = Float64Array.from(weights, (weight) => (total += weight))
  const drawn = new Set()
  while (drawn.size < count) drawn.add(firstBeyond(ends, await stream.below(total)))
  return [...drawn]
}

function firstBeyond(ends, number) {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle] > number) high = middle
    else low = middle + 1
  }
  return low
}

/** `conflicts` is a Map from a unit's position to a Set of officers' positions. */
export async function assignOfficers(stream, units, officers, each, conflicts) {
  const loads = new Array(officers).fill(0)
  const chosen = []
  for (const unit of units) {
    const barred = conflicts.get(unit) ?? new Set()
    const team = []
    for (let seat = 0; seat < each; seat += 1) {
      const free = loads.map((_, officer) => officer).filter((officer) => !barred.has(officer) && !team.includes(officer))
      const least = free.reduce((low, officer) => Math.min(low, loads[officer]), Infinity)
      const idle = free.filter((officer) => loads[officer] === least)
      if (idle.length === 0) throw new Error('人员不足')
      const officer = idle[await stream.below(idle.length)]
      loads[officer] += 1
      team.push(officer)
    }
    chosen.push(team)
  }
  return chosen
}

/** What is wrong with a record's text, in Chinese sentences; empty when everything agrees. */
export async function problemsOf(text) {
  let record
  try {
    record = JSON.parse(text)
  } catch {
    return ['文件不是有效的 JSON']
  }
  try {
    const wrong = record === null || typeof record !== 'object' || Array.isArray(record) || String(Object.keys(record).sort()) !== String(KEYS)
    if (wrong) return ['字段缺少或多余']
    const problems = [...formProblems(record), ...(await hashProblems(record)), ...(await replayProblems(record))]
    if (canonical(record) !== text.replace(/\n+$/, '')) problems.push('文件的写法不是规范 JSON：有字节被改动、增删或重排')
    return problems
  } catch {
    return ['记录的内容残缺或类型有误']
  }
}

const POOLS = [['units', '单位'], ['officers', '人员']]

function formProblems(record) {
  const problems = []
  if (record.format !== FORMAT) problems.push(`记录格式不是 ${FORMAT}`)
  if (record.algorithm !== ALGORITHM) problems.push(`算法不是 ${ALGORITHM}`)
  for (const [pool, name] of POOLS) {
    const { count, entries } = record[pool]
    if (count !== entries.length) problems.push(`${name}名单应有 ${count} 条，实有 ${entries.length} 条`)
    if (entries.some((entry, place) => place > 0 && !(entries[place - 1].id < entry.id))) problems.push(`${name}名单没有按编号排序，或有重复`)
  }
  return problems
}

async function hashProblems(record) {
  const problems = []
  const seed = bytesOf(record.seed)
  if (seed.length !== 32 || (await sha256(seed)) !== record.commitment.sha256) problems.push('种子与承诺不符')
  for (const [pool, name] of POOLS) {
    if ((await sha256(canonical(record[pool].entries))) !== record[pool].sha256) problems.push(`${name}名单与其校验值不符`)
  }
  if ((await recordHash(record)) !== record.record_sha256) problems.push('记录与其校验值不符')
  return problems
}

export async function recordHash(record) {
  const whole = { ...record }
  delete whole.record_sha256
  for (const [pool] of POOLS) {
    whole[pool] = { ...record[pool] }
    delete whole[pool].entries
  }
  return sha256(canonical(whole))
}

async function replayProblems(record) {
  const units = record.units.entries
  const officers = record.officers.entries
  const { unit_count: count, officers_per_unit: each } = record.terms
  if (!(count > 0 && count <= units.length && each > 0 && each <= officers.length)) return ['名单的数量不足以抽取']
  if (units.some((unit) => !Number.isInteger(unit.weight) || unit.weight < 1 || unit.weight > MOST_WEIGHT)) return [`权重应为 1 至 ${MOST_WEIGHT} 的整数`]
  const replayed = await drawFrom(record)
  if (canonical(replayed) === canonical(record.result)) return []
  const place = replayed.findIndex((one, index) => canonical(one) !== canonical(record.result[index] ?? null))
  return ['重放结果与记载不一致', place < 0 ? `重放得 ${replayed.length} 项，记载 ${record.result.length} 项` : `第 ${place + 1} 项不同`]
}

export async function drawFrom(record) {
  const units = record.units.entries
  const officers = record.officers.entries
  const stream = await streamOf(bytesOf(record.seed), {
    terms_sha256: await sha256(canonical(record.terms)),
    units_sha256: record.units.sha256,
    officers_sha256: record.officers.sha256,
    words: record.witness.words,
  })
  const drawn = await drawPositions(stream, units.map((unit) => unit.weight), record.terms.unit_count)
  const placeOf = new Map(drawn.map((position) => [units[position].id, position]))
  const conflicts = new Map()
  officers.forEach((officer, number) => {
    for (const id of officer.conflicts) {
      if (placeOf.has(id)) conflicts.set(placeOf.get(id), (conflicts.get(placeOf.get(id)) ?? new Set()).add(number))
    }
  })
  const teams = await assignOfficers(stream, drawn, officers.length, record.terms.officers_per_unit, conflicts)
  return drawn.map((position, index) => ({ unit: units[position].id, officers: teams[index].map((officer) => officers[officer].id) }))
}

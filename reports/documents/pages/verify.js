'use strict'
// The file is hashed here and only its hash is sent; the whole file goes to the server when the person asks for it.

const MOST_UPLOAD_BYTES = 20 * 1024 * 1024
const MOST_HASHED_BYTES = 500 * 1024 * 1024
const KINDS = JSON.parse(document.querySelector('main').dataset.kinds)
const ROLES = { officer: '承办人', reviewer: '审核人', leader: '审批人', authority: '机关' }
const HEADS = { valid: '真实有效', altered: '已被改动', revoked: '已撤销', superseded: '已被替代', unknown: '查无此文书' }

const result = document.getElementById('result')
const drop = document.getElementById('drop')
const input = document.getElementById('file')
const byToken = document.getElementById('by-token')
let turn = 0

function element(tag, className, ...children) {
  const node = document.createElement(tag)
  if (className) node.className = className
  node.append(...children)
  return node
}

function hex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function bytesOf(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

function formatDay(day) {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

function formatInstant(instant) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('zh-CN', {
      timeZone: 'Asia/Shanghai', year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    }).formatToParts(new Date(instant)).map((part) => [part.type, part.value]),
  )
  return `${parts.year}年${parts.month}月${parts.day}日 ${parts.hour}:${parts.minute}`
}

// --- the file ---------------------------------------------------------------------------------------------------

async function check(file) {
  const mine = (turn += 1)
  if (file.size > MOST_HASHED_BYTES) return show(note('文件过大，不像是本系统签发的文书。'))
  if (!globalThis.crypto?.subtle) {
    return show(note('浏览器在这个地址上不能计算指纹（需要安全连接）。可以改为上传文件核验。'), deepCheck(file, mine, '上传文件核验'))
  }
  show(element('p', '', `正在计算 ${file.name} 的指纹……`))
  try {
    const sha256 = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
    const verification = await ask(`/api/v1/verifications/by-hash/${sha256}`)
    if (mine === turn) await showVerification(file, sha256, verification, mine)
  } catch (error) {
    if (mine === turn) show(note(error instanceof Refused ? error.message : '没有核验成：连不上服务器，请检查网络后重试。'))
  }
}

class Refused extends Error {}

async function ask(path, options) {
  const response = await fetch(path, { headers: { Accept: 'application/json' }, ...options })
  const body = await response.json().catch(() => null)
  if (response.ok && body) return body
  const wait = response.headers.get('Retry-After')
  throw new Refused([body?.title ?? '没有核验成', body?.detail, wait ? `请在 ${wait} 秒后再试` : ''].filter(Boolean).join('：'))
}

async function showVerification(file, sha256, verification, mine) {
  const answer = againstThisPage(sha256, verification)
  const parts = [await card(answer, sha256, `文件 ${file.name}`)]
  if (answer.verdict === 'unknown' || answer.verdict === 'altered') {
    parts.push(
      element('p', '', '指纹对不上。如需知道文件是被改过还是从未登记，可以上传整个文件作深入核验；文件只用于这次核验，不保存。'),
      deepCheck(file, mine, '上传并深入核验'),
    )
  }
  if (mine === turn) show(...parts)
}

/** On a page opened by a code, a file must be that very paper, not merely some registered one. */
function againstThisPage(sha256, verification) {
  const expected = byToken?.dataset.sha256
  if (!expected || expected === sha256) return verification
  const number = byToken.dataset.number
  if (verification.document) {
    const reasons = [`注意：这是另一份文书（${verification.document.number}），不是本页核验码对应的 ${number}`, ...verification.reasons]
    return { ...verification, reasons, isOther: true }
  }
  return { ...verification, verdict: 'altered', reasons: [`文件指纹与 ${number} 登记的指纹不一致：被改动过，或者不是同一份文件`], document: null }
}

function deepCheck(file, mine, label) {
  const button = element('button', '', label)
  button.type = 'button'
  button.disabled = file.size > MOST_UPLOAD_BYTES
  if (button.disabled) return note('文件超过 20 MB，不能上传核验。')
  button.addEventListener('click', async () => {
    button.disabled = true
    button.textContent = '正在核验……'
    try {
      const form = new FormData()
      form.append('file', file, 'document.pdf') // its name may tell more than the person wants to tell
      const verification = await ask('/api/v1/verifications', { method: 'POST', body: form })
      if (mine === turn) show(await card(verification, null, `文件 ${file.name}（深入核验）`))
    } catch (error) {
      button.disabled = false
      button.textContent = label
      if (mine === turn) button.before(note(error instanceof Refused ? error.message : '没有上传成功，请检查网络后重试。'))
    }
  })
  return button
}

// --- showing ----------------------------------------------------------------------------------------------------

function show(...nodes) {
  result.replaceChildren(...nodes)
  const answer = result.querySelector('.verdict')
  // What is known of the code must not outshine what was found in the file.
  byToken?.classList.toggle('quiet', answer !== null)
  answer?.scrollIntoView({ block: 'nearest' })
}

function note(text) {
  return element('p', 'note', text)
}

async function card(verification, sha256, asked) {
  const verdict = verification.verdict in HEADS ? verification.verdict : 'unknown'
  const box = element('section', `verdict ${verdict}`, element('p', 'asked', asked))
  box.dataset.verdict = verdict
  const sign = element('span', 'sign')
  sign.setAttribute('aria-hidden', 'true')
  const head = verification.isOther ? `${HEADS[verdict]}（另一份文书）` : HEADS[verdict]
  box.append(element('h2', '', sign, head))
  box.append(element('ul', 'reasons', ...verification.reasons.map((reason) => element('li', '', reason))))
  if (verification.document) box.append(facts(verification.document))
  if (verification.register) box.append(await proof(verification.register, sha256))
  if (sha256) box.append(element('p', '', '文件指纹（SHA-256）：', element('span', 'hash', sha256)))
  return box
}

function facts(paper) {
  const rows = [
    ['文书', KINDS[paper.kind] ?? paper.kind],
    ['文号', paper.number],
    ['制作机关', paper.authority],
    ['落款日期', paper.dated_on && formatDay(paper.dated_on)],
    ['签名时间', paper.issued_at && formatInstant(paper.issued_at)],
    ['签名', paper.signers.map((signer) => `${ROLES[signer.role] ?? signer.role} ${signer.name}`).join('、')],
    ['撤销决定', paper.revoked_by],
    ['替代文书', paper.superseded_by],
  ]
  const shown = rows.filter(([, value]) => value)
  return element('dl', '', ...shown.map(([label, value]) => element('div', '', element('dt', '', label), element('dd', '', value))))
}

async function proof(register, sha256) {
  const where = `登记册第 ${register.leaf_index + 1} 条，共 ${register.size} 条。`
  return element(
    'details', '', element('summary', '', '登记册证明'),
    element('p', '', where, await proofWords(register, sha256)),
    element('p', '', '登记册根：', element('span', 'hash', register.root)),
    element('p', 'proofs', '下载备查：', download(`/api/v1/register/proofs/inclusion?leaf=${register.leaf_index}`, `register-leaf-${register.leaf_index + 1}.json`, '这一条和它的证明'), '。'),
  )
}

function download(address, name, words) {
  const link = element('a', '', words)
  link.href = address
  link.download = name
  return link
}

async function proofWords(register, sha256) {
  if (!globalThis.crypto?.subtle) return ''
  if (sha256 && !register.leaf.includes(sha256)) return '浏览器验算：这一条登记的不是这个文件。'
  return (await rootOf(register)) === register.root ? '浏览器已验算：这一条确实在登记册中。' : '浏览器验算不符，请向制作机关核实。'
}

// --- RFC 6962 / RFC 9162 section 2.1.3.2: from a leaf and its audit path to the root -------------------------------

async function digest(...parts) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer()))
}

async function rootOf({ leaf, leaf_index: index, size, proof: path }) {
  let node = index
  let last = size - 1
  let hash = await digest(Uint8Array.of(0), new TextEncoder().encode(leaf))
  for (const sibling of path.map(bytesOf)) {
    if (last === 0) return null
    if (node % 2 === 1 || node === last) {
      hash = await digest(Uint8Array.of(1), sibling, hash)
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2)
        last = Math.floor(last / 2)
      }
    } else {
      hash = await digest(Uint8Array.of(1), hash, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hex(hash) : null
}

// --- wiring -----------------------------------------------------------------------------------------------------

for (const time of document.querySelectorAll('time[datetime]')) time.textContent = formatInstant(time.dateTime)
for (const place of document.querySelectorAll('[data-proof]')) {
  void proofWords(JSON.parse(place.dataset.proof), byToken?.dataset.sha256).then((words) => (place.textContent = words))
}

input.addEventListener('change', () => {
  if (input.files[0]) void check(input.files[0])
  input.value = ''
})
for (const name of ['dragover', 'dragenter']) drop.addEventListener(name, () => drop.classList.add('over'))
for (const name of ['dragleave', 'drop']) drop.addEventListener(name, () => drop.classList.remove('over'))
// A file let go beside the field must not take the person away from this page.
addEventListener('dragover', (event) => event.preventDefault())
addEventListener('drop', (event) => {
  event.preventDefault()
  const file = event.dataTransfer?.files[0]
  if (file) void check(file)
})

document.getElementById('code-form').addEventListener('submit', (event) => {
  event.preventDefault()
  const code = document.getElementById('code').value.toUpperCase().replace(/[^0-9A-Z]/g, '')
  if (code.length === 16) location.assign(`/verify/${code}`)
  else document.getElementById('code-problem').textContent = `核验码是 16 位字母和数字，现在是 ${code.length} 位`
})

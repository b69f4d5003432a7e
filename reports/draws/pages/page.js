// Replays the draw of this page from its record, in the reader's own browser.
import { drawFrom, problemsOf } from '/draws/draw.js'

const button = document.getElementById('replay')
const outcome = document.getElementById('outcome')
const address = document.querySelector('.replay').dataset.record

function line(tag, className, text) {
  const node = document.createElement(tag)
  if (className) node.className = className
  node.textContent = text
  return node
}

/** The rows that the page shows, as the reader sees them: the replay is held against these too. */
function shownRows() {
  return [...document.querySelectorAll('tbody tr')].map((row) => `${row.cells[1].textContent}|${row.cells[2].textContent}`)
}

async function replayedRows(record) {
  const names = new Map(record.units.entries.map((unit) => [unit.id, unit.name]))
  const numbers = new Map(record.officers.entries.map((officer) => [officer.id, officer.certificate_no]))
  const drawn = await drawFrom(record)
  return drawn.map((one) => `${names.get(one.unit)}|${one.officers.map((id) => numbers.get(id)).join('、')}`)
}

async function replay() {
  if (!globalThis.crypto?.subtle) {
    outcome.replaceChildren(line('p', 'note', '浏览器在这个地址上不能运算（需要安全连接）。可以下载记录，用自己的电脑重放。'))
    return
  }
  button.disabled = true
  outcome.replaceChildren(line('p', '', '正在重放……'))
  try {
    const response = await fetch(address)
    if (!response.ok) throw new Error(String(response.status))
    const text = await response.text()
    const problems = await problemsOf(text)
    if (problems.length === 0 && String(await replayedRows(JSON.parse(text))) !== String(shownRows())) {
      problems.push('本页显示的结果与记录不一致')
    }
    show(problems)
  } catch {
    outcome.replaceChildren(line('p', 'note', '没有取到记录，请检查网络后重试。'))
  } finally {
    button.disabled = false
  }
}

function show(problems) {
  const agrees = problems.length === 0
  const box = line('div', `outcome ${agrees ? 'agrees' : 'differs'}`, '')
  box.append(line('strong', '', agrees ? '一致' : '不一致'))
  const said = agrees ? ['承诺、名单、种子和结果相互吻合，重放得到相同的单位和人员。'] : problems
  box.append(...said.map((problem) => line('p', '', problem)))
  outcome.replaceChildren(box)
}

button.addEventListener('click', () => void replay())

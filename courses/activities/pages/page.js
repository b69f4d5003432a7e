/** Sends the answers of a micro-course. The device is a random word kept on it; without storage each visit is a new one. */
const NAME = 'shouwang-micro-device'
const token = document.body.dataset.token
const quiz = document.getElementById('quiz')
const outcome = document.getElementById('outcome')
const problem = document.getElementById('problem')
const button = quiz.querySelector('button')

function device() {
  const made = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  try {
    const kept = localStorage.getItem(NAME)
    if (kept && /^[0-9a-f]{32}$/.test(kept)) return kept
    localStorage.setItem(NAME, made)
  } catch {
    return made // no storage: counted as another device
  }
  return made
}

function answerOf(field) {
  const picked = [...field.querySelectorAll('input:checked')].map((input) => input.value)
  if (field.dataset.type === 'multiple') return picked
  if (field.dataset.type === 'true_false') return picked.length ? picked[0] === 'true' : null
  return picked[0] ?? null
}

function complain(text) {
  problem.textContent = text
  problem.hidden = !text
}

const word = device()
quiz.addEventListener('submit', async (event) => {
  event.preventDefault()
  complain('')
  const fields = [...quiz.querySelectorAll('fieldset')]
  const open = fields.findIndex((field) => !field.querySelector('input:checked'))
  if (open >= 0) {
    complain(`第 ${open + 1} 题还没有作答`)
    fields[open].querySelector('input').focus()
    return
  }
  button.disabled = true
  try {
    const answers = Object.fromEntries(fields.map((field) => [field.dataset.id, answerOf(field)]))
    const answer = await fetch(`/micro/${token}/answers`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ device: word, answers }) })
    const told = await answer.json()
    if (!answer.ok) throw new Error(told.title || '没有交上')
    for (const field of fields) {
      const wrong = told.wrong.includes(field.dataset.id)
      field.classList.toggle('wrong', wrong)
      field.querySelector('.said').hidden = !wrong
    }
    outcome.classList.toggle('passed', told.passed)
    outcome.replaceChildren(Object.assign(document.createElement('strong'), { textContent: told.passed ? '合格' : '未合格' }), `得分 ${told.percent}%。${told.passed ? '谢谢参加。' : '可以再看一遍，改好后重新交卷。'}`)
    outcome.hidden = false
    outcome.focus()
  } catch (error) {
    complain(error instanceof TypeError ? '网络不通，答案还在，请稍后再交' : error.message)
  } finally {
    button.disabled = false
  }
})

/** A micro-course as it is written in the form, and as the server takes it. */
export interface PageDraft {
  key: number
  title: string
  text: string
}

export interface QuestionDraft {
  key: number
  type: 'single' | 'multiple' | 'true_false'
  stem: string
  isTrue: boolean
  options: { id: string; text: string; isRight: boolean }[]
}

interface CourseDraft {
  id: string
  title: string
  pass_percent: number
  opens_on: string
  closes_on: string
  pages: PageDraft[]
  questions: QuestionDraft[]
}

let keys = 0

export function freshPage(): PageDraft {
  return { key: (keys += 1), title: '', text: '' }
}

export function freshQuestion(): QuestionDraft {
  return { key: (keys += 1), type: 'single', stem: '', isTrue: true, options: ['a', 'b', 'c', 'd'].map((id) => ({ id, text: '', isRight: false })) }
}

/** Options left empty are not sent. */
export function bodyOf(form: CourseDraft): object {
  return {
    id: form.id,
    title: form.title,
    pass_percent: form.pass_percent,
    opens_on: form.opens_on,
    closes_on: form.closes_on,
    pages: form.pages.map(({ title, text }) => ({ title, text })),
    questions: form.questions.map((question, number) => {
      const common = { id: `q${number + 1}`, type: question.type, stem: question.stem }
      if (question.type === 'true_false') return { ...common, right: question.isTrue }
      const options = question.options.filter((option) => option.text.trim() !== '')
      return { ...common, options: options.map(({ id, text }) => ({ id, text })), right: options.filter((option) => option.isRight).map((option) => option.id) }
    }),
  }
}

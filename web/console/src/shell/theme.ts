import { ref } from 'vue'

export type Theme = 'ordinary' | 'large'

const STORED_AS = 'shouwang-console-theme'

export const theme = ref<Theme>(readTheme())

function readTheme(): Theme {
  try {
    return localStorage.getItem(STORED_AS) === 'large' ? 'large' : 'ordinary'
  } catch {
    return 'ordinary' // storage may be forbidden; the switch then lasts until the page closes
  }
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme.value
}

export function switchTheme(to: Theme): void {
  theme.value = to
  applyTheme()
  try {
    localStorage.setItem(STORED_AS, to)
  } catch {
    // see readTheme
  }
}

import { reactive, watch } from 'vue'

export type Theme = 'ordinary' | 'elder'
export type TextSize = 'standard' | 'large' | 'largest'

interface Settings {
  theme: Theme
  text: TextSize
}

const KEY = 'shouwang.display'

/** How the screen looks. In localStorage, because it must be known before the first paint and is no evidence. */
export const settings = reactive<Settings>({ theme: 'ordinary', text: 'standard', ...read() })

export function applySettings(): void {
  watch(settings, () => {
    document.documentElement.dataset.theme = settings.theme
    document.documentElement.dataset.text = settings.text
    try {
      localStorage.setItem(KEY, JSON.stringify(settings))
    } catch {
      // Private window: the choice lasts as long as the page.
    }
  }, { immediate: true })
}

function read(): Partial<Settings> {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>
    return {
      ...(stored.theme === 'elder' ? { theme: 'elder' as const } : {}),
      ...(stored.text === 'large' || stored.text === 'largest' ? { text: stored.text } : {}),
    }
  } catch {
    return {}
  }
}

import { getBlob, type Query } from '@/api/client'

const KEPT_MS = 5 * 60 * 1000

/** Open bytes that need our token in a new tab. The tab is opened at once, else a pop-up guard stops it. */
export async function openInTab(path: string, query?: Query): Promise<void> {
  const tab = window.open('about:blank', '_blank')
  try {
    const url = URL.createObjectURL(await getBlob(path, query))
    if (tab === null) location.assign(url)
    else tab.location.replace(url)
    setTimeout(() => URL.revokeObjectURL(url), KEPT_MS)
  } catch (thrown) {
    tab?.close()
    throw thrown
  }
}

/** Save bytes that need our token as a file. */
export async function saveAs(path: string, fileName: string, query?: Query): Promise<void> {
  const url = URL.createObjectURL(await getBlob(path, query))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS)
}

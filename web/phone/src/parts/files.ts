/** Give a file to the phone's own downloads. */
export async function saveFile(file: File): Promise<void> {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Hand a file to another app where the phone can; else save it. Closing the phone's own sheet is no failure. */
export async function shareOrSave(file: File): Promise<void> {
  if (!navigator.canShare?.({ files: [file] })) return saveFile(file)
  try {
    await navigator.share({ files: [file] })
  } catch (thrown) {
    if (!(thrown instanceof DOMException) || thrown.name !== 'AbortError') await saveFile(file)
  }
}

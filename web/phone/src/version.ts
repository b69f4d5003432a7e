/** Written in at build time from package.json. */
export const APP_VERSION: string = __APP_VERSION__
export const APP_NAME = `phone/${APP_VERSION}`

/** Whether `version` is older than `minimum`, both like 1.2.3. */
export function isOlder(version: string, minimum: string): boolean {
  const [mine, wanted] = [version, minimum].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0))
  for (let index = 0; index < 3; index++) {
    const difference = (mine![index] ?? 0) - (wanted![index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

/** Hours of training, one decimal where there is one. */
export function hoursText(seconds: number): string {
  return `${Math.floor(seconds / 360) / 10} 学时`
}

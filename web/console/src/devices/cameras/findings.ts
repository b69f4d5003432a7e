import type { PictureFinding } from '@/api/types'

/** What each kind means to somebody who stands before the camera, and what usually causes it. */
const MEANINGS: Record<string, string> = {
  offline: '没有取到图像：设备断电、断网，或地址有变。',
  refused: '设备在线，但登记的用户名或口令不对。',
  no_stream: '设备在线，但没有登记的这一路图像。',
  broken: '收到的内容不是完整的图像。',
  wrong_size: '画面大小与登记的分辨率不一致。',
  black: '画面全黑，参考画面中的物体都看不到。',
  white: '画面全白，看不到任何物体。',
  signal_loss: '录像机给出的是“无信号”画面。',
  frozen: '相隔数秒的两张画面完全相同，画面没有更新。',
  defocused: '画面模糊，物体边缘比参考画面虚。',
  covered: '参考画面中的物体基本都被挡住。',
  partly_covered: '画面的一部分被挡住，框内看不到参考画面中的物体。',
  moved: '取景与参考画面相比有偏移，箭头为偏移方向。',
  other_scene: '画面与所有参考画面都对不上，可能接错了线或换了位置。',
  stripes: '画面有规则的条纹，多为供电或线路干扰。',
  noise: '画面有雪花或颗粒。',
  colour_cast: '颜色整体偏离参考画面。',
  overexposed: '画面过亮，看不清细节。',
  underexposed: '画面过暗，看不清细节。',
  low_contrast: '画面发灰，多为镜头脏污或起雾。',
  clock_drift: '设备时钟与标准时间不一致，单位为秒（已扣除误差）。',
}

export function meaningOf(kind: string): string {
  return MEANINGS[kind] ?? ''
}

/** The measure beside the limit that it reached, and how far the view went. */
export function measureOf(finding: PictureFinding): string {
  const words = [`得分 ${short(finding.score)}，${finding.verdict === 'fault' ? '异常' : '存疑'}界限 ${short(finding.limit)}`]
  if (finding.shift && finding.shift.length === 2) {
    const [across, down] = finding.shift as [number, number]
    words.push(`横向偏移 ${percent(across)}，纵向 ${percent(down)}`)
  }
  if (finding.turn_degrees) words.push(`转动 ${short(finding.turn_degrees)}°`)
  if (finding.scale && Math.abs(finding.scale - 1) > 0.005) words.push(`缩放 ${short(finding.scale)} 倍`)
  return words.join('；')
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Math.round(value * 100) / 100)
}

function percent(share: number): string {
  return `${Math.round(Math.abs(share) * 1000) / 10}%`
}

/** A ring made by the browser itself: two tones for an alarm, one soft tone for a test. */
let audio: AudioContext | null = null

/** Browsers let a page sound only after somebody clicked on it. */
export async function allowSound(): Promise<boolean> {
  audio ??= new AudioContext()
  await audio.resume()
  return audio.state === 'running'
}

export function ring(isTest: boolean): void {
  if (audio === null || audio.state !== 'running') return
  const start = audio.currentTime
  const tones = isTest ? [[660, 0, 0.25]] : [[880, 0, 0.22], [620, 0.26, 0.22], [880, 0.52, 0.22], [620, 0.78, 0.22]]
  for (const [hertz, after, seconds] of tones as [number, number, number][]) tone(audio, hertz, start + after, seconds, isTest ? 0.12 : 0.35)
}

function tone(context: AudioContext, hertz: number, at: number, seconds: number, loudness: number): void {
  const source = context.createOscillator()
  const volume = context.createGain()
  source.frequency.value = hertz
  source.type = 'triangle'
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(loudness, at + 0.02)
  volume.gain.setValueAtTime(loudness, at + seconds - 0.03)
  volume.gain.linearRampToValueAtTime(0, at + seconds)
  source.connect(volume).connect(context.destination)
  source.start(at)
  source.stop(at + seconds)
}

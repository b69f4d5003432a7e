/** One camera stream for the whole visit: opening it again costs a second and may ask for permission anew. */
let stream: MediaStream | null = null
let facing: 'environment' | 'user' = 'environment'
let release: ReturnType<typeof setTimeout> | null = null

const IDLE_MS = 3 * 60_000

export type CameraFailure = 'denied' | 'absent' | 'busy' | 'unsupported'

export class CameraError extends Error {
  constructor(readonly failure: CameraFailure) {
    super({
      denied: '没有使用相机的权限，请在浏览器设置中允许，或从相册选择',
      absent: '没有找到相机，请从相册选择',
      busy: '相机被其他程序占用，请关闭后重试，或从相册选择',
      unsupported: '这个浏览器不能在页面内拍照，请从相册选择',
    }[failure])
  }
}

/** Raises CameraError. */
export async function openCamera(side: 'environment' | 'user' = 'environment'): Promise<MediaStream> {
  if (release) clearTimeout(release)
  release = null
  if (side !== facing) closeCamera()
  facing = side
  if (stream?.getVideoTracks().some((track) => track.readyState === 'live')) return stream
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError('unsupported')
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: side }, width: { ideal: 1920 }, height: { ideal: 1080 } },
    })
    return stream
  } catch (error) {
    throw new CameraError(failureOf(error))
  }
}

/** Keep the stream a while for the next photo, then let the camera go. */
export function restCamera(): void {
  if (release) clearTimeout(release)
  release = setTimeout(closeCamera, IDLE_MS)
}

export function closeCamera(): void {
  if (release) clearTimeout(release)
  release = null
  stream?.getTracks().forEach((track) => track.stop())
  stream = null
}

function failureOf(error: unknown): CameraFailure {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'absent'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'unsupported'
}

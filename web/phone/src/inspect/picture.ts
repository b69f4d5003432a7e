import type { Stored, Stroke } from '@shouwang/shared/contract'

export type MediaType = Stored['media_type']

export interface Picture {
  bytes: ArrayBuffer
  media_type: MediaType
  width: number
  height: number
}

export const LONGEST_SIDE = 1600
export const MOST_BYTES = 450 * 1024
const THUMB_SIDE = 240

/** The video frame as JPEG: these bytes are the original of a live photo. */
export async function grabFrame(video: HTMLVideoElement): Promise<Picture> {
  const { width, height } = fit(video.videoWidth, video.videoHeight, LONGEST_SIDE)
  return encode(draw(video, width, height))
}

/** A picked file: its own bytes when they are a small JPEG, else a smaller copy. Raises when the browser cannot read it as a picture. */
export async function readPicked(file: Blob): Promise<Picture> {
  // Decode at reduced size: Safari refuses canvases above 16.7 megapixels.
  const full = await createImageBitmap(file)
  const { width, height } = fit(full.width, full.height, LONGEST_SIDE)
  if (file.type === 'image/jpeg' && file.size <= MOST_BYTES) {
    const kept = { bytes: await file.arrayBuffer(), media_type: 'image/jpeg' as const, width: full.width, height: full.height }
    full.close()
    return kept
  }
  const small = await createImageBitmap(full, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' })
  full.close()
  const picture = await encode(draw(small, width, height))
  small.close()
  return picture
}

/** Picture with strokes drawn over it, as a new picture; the original stays as it is. */
export async function renderStrokes(original: Picture, strokes: Stroke[]): Promise<Picture> {
  const bitmap = await createImageBitmap(new Blob([original.bytes], { type: original.media_type }))
  const canvas = draw(bitmap, original.width, original.height)
  bitmap.close()
  drawStrokes(canvas.getContext('2d')!, strokes, original.width, original.height)
  return encode(canvas)
}

export function drawStrokes(context: CanvasRenderingContext2D, strokes: Stroke[], width: number, height: number): void {
  context.lineCap = 'round'
  context.lineJoin = 'round'
  for (const stroke of strokes) {
    context.strokeStyle = stroke.color
    context.lineWidth = Math.max(1, stroke.width * Math.max(width, height))
    context.beginPath()
    stroke.points.forEach(([x, y], index) => context[index === 0 ? 'moveTo' : 'lineTo'](x * width, y * height))
    if (stroke.points.length === 1) context.lineTo(stroke.points[0]![0] * width + 0.1, stroke.points[0]![1] * height)
    context.stroke()
  }
}

export async function thumbnail(picture: Picture): Promise<ArrayBuffer> {
  const { width, height } = fit(picture.width, picture.height, THUMB_SIDE)
  const bitmap = await createImageBitmap(new Blob([picture.bytes], { type: picture.media_type }), { resizeWidth: width, resizeHeight: height })
  const canvas = draw(bitmap, width, height)
  bitmap.close()
  return toBytes(canvas, 'image/jpeg', 0.75)
}

export function fit(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

export async function toBytes(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<ArrayBuffer> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality))
  if (!blob) throw new Error('图片编码失败，可能是手机内存不足')
  return blob.arrayBuffer()
}

/** As good as fits: first less quality, then fewer pixels. */
async function encode(canvas: HTMLCanvasElement): Promise<Picture> {
  let current = canvas
  for (;;) {
    for (const quality of [0.85, 0.75, 0.65]) {
      const bytes = await toBytes(current, 'image/jpeg', quality)
      if (bytes.byteLength <= MOST_BYTES || current.width < 640) {
        return { bytes, media_type: 'image/jpeg', width: current.width, height: current.height }
      }
    }
    current = draw(current, Math.round(current.width * 0.8), Math.round(current.height * 0.8))
  }
}

function draw(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')!.drawImage(source, 0, 0, width, height)
  return canvas
}

"""A program of its own that turns key frames into pictures: a hostile stream can crash, hang or fill only this.

Reads from its standard input: codec (4 bytes), most pixels and length (4 bytes each, big-endian), the frame. Writes
to its standard output: width, height and length of the JPEG (4 bytes each), the JPEG, the pixels (BGR). A width of
zero says that the frame could not be decoded. Ends when its input does.
"""

from __future__ import annotations

import io
import struct
import sys
from typing import Any, BinaryIO

REQUEST = struct.Struct(">4sII")
RESPONSE = struct.Struct(">III")
#: Address space. Libraries take about a third; two frames of the largest size fit in the rest.
MOST_MEMORY = 1536 * 1024 * 1024
QUALITY = 90


def _decode(codec: str, most_pixels: int, content: bytes) -> bytes:
    import av
    from PIL import Image

    open_codec: Any = av.CodecContext.create
    context = open_codec(codec, "r")
    context.thread_count = 1
    context.options = {"max_pixels": str(most_pixels), "flags": "+low_delay"}
    frames = [*context.decode(av.Packet(content)), *context.decode(None)]
    frame = frames[0]
    out = io.BytesIO()
    Image.Image.save(frame.to_image(), out, "JPEG", quality=QUALITY)
    pixels = frame.to_ndarray(format="bgr24")
    jpeg = out.getvalue()
    return RESPONSE.pack(frame.width, frame.height, len(jpeg)) + jpeg + pixels.tobytes()


def _serve(source: BinaryIO, sink: BinaryIO) -> None:
    while len(head := source.read(REQUEST.size)) == REQUEST.size:
        codec, most_pixels, length = REQUEST.unpack(head)
        content = source.read(length)
        try:
            answer = _decode(codec.strip().decode(), most_pixels, content)
        except Exception:  # noqa: BLE001 (whatever a decoder meets, the next frame is another camera's)
            answer = RESPONSE.pack(0, 0, 0)
        sink.write(answer)
        sink.flush()


def _bound() -> None:
    """No more memory than said, and no dump of it when it crashes."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bound()
    try:
        import av
        import av.logging

        av.logging.set_level(av.logging.PANIC)
        _serve(sys.stdin.buffer, sys.stdout.buffer)
    except (BrokenPipeError, KeyboardInterrupt):
        pass

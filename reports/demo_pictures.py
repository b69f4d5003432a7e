"""Drawn pictures: a demo shows nobody's premises and nobody's hand, and says so in the picture."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from reports.documents.fonts.catalogue import Face
from reports.documents.services.tools import fonts

WALL, GROUND, BROKEN, MENDED = (214, 206, 190), (130, 134, 138), (186, 62, 48), (62, 138, 84)


def draw_scene(title: str, number: int, *, mended: bool = False) -> bytes:
    """A wall with a device on it, red or green; the same each time for the same title and number. JPEG."""
    picture = Image.new("RGB", (640, 480), WALL)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 350, 640, 480), fill=GROUND)
    left = 120 + number * 53 % 300
    pen.rectangle((left, 130, left + 110, 350), fill=(94, 108, 126))
    pen.ellipse((left + 25, 160, left + 85, 220), fill=MENDED if mended else BROKEN)
    if not mended:
        pen.line((left - 20, 120, left + 130, 360), fill=BROKEN, width=6)
        pen.line((left + 130, 120, left - 20, 360), fill=BROKEN, width=6)
    pen.text((24, 20), f"演示 · {title}"[:24], fill=(50, 50, 54), font=_font(26))
    pen.text((24, 424), "演示图片，非现场照片", fill="white", font=_font(30))
    return _encode(picture, "JPEG", quality=80)


def draw_signature(name: str) -> bytes:
    """A name as a printed stand-in for a hand. PNG."""
    picture = Image.new("L", (260, 96), 255)
    pen = ImageDraw.Draw(picture)
    pen.text((16, 12), name, fill=40, font=_font(44))
    pen.text((16, 66), "演示签名", fill=120, font=_font(18))
    return _encode(picture, "PNG")


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_path()), size)


@lru_cache(maxsize=1)
def _path() -> str:
    return str(fonts().faces[Face.TITLE].path)


def _encode(picture: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()

"""Pictures for screens: always re-encoded, so that bytes from outside are never served as they came."""

from __future__ import annotations

import io
import os
import secrets
import warnings

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from server.core.errors import RuleViolation
from server.core.files import ContentStore

PREVIEWS = {"thumb": 320, "display": 1600}  # longest side, pixels
MOST_PIXELS = 50_000_000

# What there is of a photo that breaks off is shown. WeasyPrint sets this for the whole process as it is imported;
# said here, it holds in every process.
ImageFile.LOAD_TRUNCATED_IMAGES = True


class NotAPicture(RuleViolation):
    code = "not_a_picture"
    title = "图片无法解码"


def preview(store: ContentStore, sha256: str, size: str) -> tuple[bytes, str]:
    """(bytes, media type) of a smaller copy, kept beside the store after the first time.

    PNG stays PNG (signatures on a clear ground), all else becomes JPEG. Raises NotFound, NotAPicture.
    """
    folder = store.incoming.parent / "previews"
    kept = folder / f"{sha256}-{size}"
    if kept.exists():
        content = kept.read_bytes()
    else:
        content = reduced(store.read(sha256), PREVIEWS[size])
        folder.mkdir(exist_ok=True)
        draft = kept.with_name(f".{kept.name}-{secrets.token_hex(4)}")
        draft.write_bytes(content)
        os.replace(draft, kept)
    return content, "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"


def forget_previews(store: ContentStore, sha256: str) -> None:
    """Throw the smaller copies away with their picture."""
    for size in PREVIEWS:
        (store.incoming.parent / "previews" / f"{sha256}-{size}").unlink(missing_ok=True)


def reduced(content: bytes, longest: int) -> bytes:
    """A copy whose longest side is at most so many pixels, upright, without metadata. Raises NotAPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotAPicture()
                picture.draft("RGB", (longest, longest))  # JPEG: decode at a fraction of the size
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((longest, longest))
                clear = picture.format == "PNG"
                out = io.BytesIO()
                upright.convert("RGBA" if clear else "RGB").save(
                    out, "PNG" if clear else "JPEG", **({} if clear else {"quality": 82})
                )
                return out.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise NotAPicture() from error

"""By which type a file of a package is served: its ending decides, never its content and never what a sender says."""

from __future__ import annotations

_TYPES = {
    "text/html": "html htm xhtml",
    "text/css": "css",
    "text/javascript": "js mjs",
    "application/json": "json map",
    "application/xml": "xml xsd dtd",
    "text/plain": "txt md srt",
    "text/vtt": "vtt",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
    "image/bmp": "bmp",
    "image/x-icon": "ico cur",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "oga ogg",
    "audio/wav": "wav",
    "video/mp4": "mp4 m4v",
    "video/webm": "webm",
    "video/ogg": "ogv",
    "font/woff2": "woff2",
    "font/woff": "woff",
    "font/ttf": "ttf",
    "font/otf": "otf",
    "application/vnd.ms-fontobject": "eot",
    "application/pdf": "pdf",
    "application/wasm": "wasm",
    "application/octet-stream": "bin dat",
}
MEDIA_TYPES = {ending: media_type for media_type, endings in _TYPES.items() for ending in endings.split()}


def media_type_of(path: str) -> str | None:
    """The fixed type of an ending, None for what is not kept."""
    name = path.rsplit("/", 1)[-1]
    return MEDIA_TYPES.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None

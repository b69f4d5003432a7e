"""Serves the built phone app and console: hashed assets for ever, the shell never stale, text compressed once."""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request
from werkzeug.security import safe_join

from server.web.access import public

_COMPRESSIBLE = {".js", ".css", ".html", ".json", ".svg", ".webmanifest", ".txt"}

POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; frame-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@lru_cache(maxsize=512)
def _content(path: str, stamp: int, compress: bool) -> bytes:
    content = Path(path).read_bytes()
    return gzip.compress(content, 9, mtime=0) if compress else content


def static_file(folder: Path, name: str, *, immutable: bool) -> Response:
    """One file below the folder, 404 outside of it."""
    path = safe_join(str(folder), name)
    if path is None or not Path(path).is_file():
        abort(404)
    file = Path(path)
    compress = file.suffix in _COMPRESSIBLE and "gzip" in request.accept_encodings
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if file.suffix == ".webmanifest":
        kind = "application/manifest+json"
    response = Response(_content(path, file.stat().st_mtime_ns, compress), mimetype=kind)
    if compress:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if immutable else "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def app_blueprint(name: str, prefix: str, folder: Path, *, pictures_from: str = "") -> Blueprint:
    """A single-page app under the prefix; unknown paths get its shell, unknown assets 404.

    ``pictures_from``: an address whose host may also serve pictures, for map tiles.
    """
    policy = POLICY
    if pictures_from:
        address = urlsplit(pictures_from)
        host = address.netloc.replace("{s}", "*")  # {s}: one of several hosts
        policy = POLICY.replace("img-src 'self'", f"img-src 'self' {address.scheme}://{host}")
    blueprint = Blueprint(f"static-{name}", __name__, url_prefix=prefix)

    @blueprint.get("/", defaults={"path": ""})
    @blueprint.get("/<path:path>")
    @public
    def serve(path: str) -> Response:
        if "." in path.rsplit("/", 1)[-1]:
            response = static_file(folder, path, immutable=path.startswith("assets/"))
        elif (folder / "index.html").is_file():
            response = static_file(folder, "index.html", immutable=False)
        else:
            return Response("应用尚未构建：请先运行 make setup", 503, mimetype="text/plain; charset=utf-8")
        response.headers["Content-Security-Policy"] = policy
        return response

    return blueprint

"""Files of a package, and our runtime that every page of it gets first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, request

from courses.packages.api.blueprints import origin, pages, played
from courses.packages.models import PackageFile
from courses.packages.queries import Played, file_of
from courses.packages.rules.manifests import CMI5
from courses.packages.rules.pages import with_first_script
from server.core.files import files
from server.web.access import public

_RUNTIME = Path(__file__).parent.parent / "player" / "runtime.js"
_HTML = "text/html"
_KEPT_SECONDS = 3600
_PIECE = 256 * 1024


@pages.get("/<string:token>/files/<path:path>")
@public
def package_file(token: str, path: str) -> Response:
    """A file of the package that the pass opens; parts of films by range."""
    opened = played(token)
    row = file_of(opened.package.id, path)
    if row.media_type == _HTML:
        content = files().read(row.sha256)
        if opened.package.standard == CMI5:  # speaks by itself
            return _kept(Response(content, mimetype=_HTML), row.sha256)
        content, charset = with_first_script(content, f"/packages/{token}/runtime.js")
        return _kept(Response(content, content_type=f"{_HTML}; charset={charset}"), f"{row.sha256}-{token[-8:]}")
    return _kept(_whole_or_part(row), row.sha256)


@pages.get("/<string:token>/runtime.js")
@public
def package_runtime(token: str) -> Response:
    """The SCORM runtime, with what is known of the learner: a page must find both before its own first script runs."""
    given = json.dumps(_given(played(token)), ensure_ascii=True).replace("<", "\\u003c")
    response = Response(f"(function(given){{{_runtime()}}})({given});", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-store"
    return response


def _whole_or_part(row: PackageFile) -> Response:
    """What a player asks for when somebody jumps in a film; several ranges at once are answered with all of it."""
    asked = request.range if request.range is not None and len(request.range.ranges) == 1 else None
    if asked is None or asked.units != "bytes":
        return _streamed(row, 0, row.bytes, 200)
    span = asked.range_for_length(row.bytes)
    if span is None:
        response = Response(status=416)
        response.headers["Content-Range"] = f"bytes */{row.bytes}"
        return response
    response = _streamed(row, span[0], span[1] - span[0], 206)
    response.headers["Content-Range"] = f"bytes {span[0]}-{span[1] - 1}/{row.bytes}"
    return response


def _streamed(row: PackageFile, first: int, count: int, status: int) -> Response:
    response = Response(_pieces(row.sha256, first, count), status=status, mimetype=row.media_type)
    response.headers["Accept-Ranges"] = "bytes"
    response.content_length = count
    return response


def _pieces(sha256: str, first: int, count: int) -> Iterator[bytes]:
    with files().open(sha256) as file:
        file.seek(first)
        while count > 0 and (piece := file.read(min(_PIECE, count))):
            count -= len(piece)
            yield piece


def _given(opened: Played) -> dict[str, Any]:
    return {
        "standard": opened.package.standard,
        "part": opened.number,
        "launch": opened.registration_name,
        "app": origin(),
        "elements": opened.kept.get("elements", {}),
        "mastery": opened.part.mastery,
        "launch_text": opened.part.launch_text,
    }


def _kept(response: Response, etag: str) -> Response:
    response.headers["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
    response.set_etag(etag)
    response.make_conditional(request)
    return response


@lru_cache(maxsize=1)
def _runtime() -> str:
    return _RUNTIME.read_text("utf-8")

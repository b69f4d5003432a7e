"""ETag and If-Match over a row's ``version``: nobody overwrites what they have not seen."""

from __future__ import annotations

from flask import Response, after_this_request, request

from server.core.database import BaseModel
from server.core.errors import PreconditionMissing, Stale


def tag(row: BaseModel) -> str:
    return f"{row.id}.{row.version}"  # type: ignore[attr-defined]


def send_etag(row: BaseModel) -> None:
    """Put the row's tag on the answer to this request."""

    @after_this_request
    def _set(response: Response) -> Response:
        response.set_etag(tag(row))
        return response


def check_if_match(row: BaseModel) -> None:
    """Refuse a change that is not based on the row's present version. Raises PreconditionMissing, Stale."""
    if not request.headers.get("If-Match"):
        raise PreconditionMissing()
    if tag(row) not in request.if_match:
        raise Stale()

"""Files over HTTP: the console brings them whole; what was attached is shown re-encoded, or saved as it came."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from werkzeug.exceptions import ClientDisconnected

from server.core.errors import FieldProblem, Invalid, TooLarge
from server.units.attachments import queries, services
from server.units.attachments.models import Delivery
from server.units.attachments.rules import MEDIA_TYPES, MOST_BYTES, check_announced
from server.units.attachments.schemas import AttachmentQuery, DeliverySchema
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.rates import check_rate

MOST_PER_MINUTE = 120  # files of one account
_BINARY = {"type": "string", "format": "binary"}
_BODY = {"required": True, "content": {media_type: {"schema": _BINARY} for media_type in MEDIA_TYPES}}

blueprint = Blueprint("attachments", __name__, url_prefix="/api/v1", description="附件")


@blueprint.route("/files/<string:sha256>")
class Files(MethodView):
    @requires("file.deliver")
    @blueprint.doc(requestBody=_BODY, **{"x-unconditional": True})  # the address is the content: nothing to overwrite
    @blueprint.response(200, DeliverySchema)
    def put(self, sha256: str) -> Delivery:
        """Bring a file, named by the SHA-256 of its bytes; at most 20 MB of JPEG, PNG, WebP or PDF."""
        actor = current_actor()
        check_rate(f"file:{actor.account_id}", MOST_PER_MINUTE)
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise Invalid(fields=[FieldProblem("sha256", "不是 SHA-256 值")])
        check_announced(request.mimetype, request.content_length)
        return services.deliver_file(actor, sha256, _body(), request.mimetype)


@blueprint.route("/attachments/<uuid:id>")
class OneAttachment(MethodView):
    @requires("unit.view")
    @blueprint.arguments(AttachmentQuery, location="query")
    @blueprint.doc(**also(304))
    @blueprint.response(200, _BINARY, content_type="image/jpeg")
    @blueprint.alt_response(200, schema=_BINARY, content_type="image/png", success=True)
    @blueprint.alt_response(200, schema=_BINARY, content_type="application/octet-stream", success=True)
    def get(self, query: dict[str, Any], id: UUID) -> Response:
        """An attached file: a picture re-encoded for screens, or the original bytes as a download."""
        attachment, size = queries.attachment_within_reach(current_actor(), id), query["size"]
        found = queries.bytes_of(attachment, size)
        response = Response(found.content, mimetype=found.media_type)
        if size == queries.ORIGINAL:
            # What came from outside never opens in the page, whatever it says it is.
            response.mimetype = "application/octet-stream"
            name = quote(attachment.name, safe="")
            response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        response.headers["Cache-Control"] = "private, max-age=3600"
        response.set_etag(f"{attachment.sha256}-{size}")
        return response.make_conditional(request)


def _body() -> bytes:
    """All of the body. Raises TooLarge, also for a body that does not say how long it is."""
    request.max_content_length = MOST_BYTES + 1
    try:
        content = request.stream.read(MOST_BYTES + 1)
    except ClientDisconnected as error:
        raise Invalid("传输中断，文件未保存，请重新上传") from error
    if len(content) > MOST_BYTES:
        raise TooLarge(f"文件不得超过 {MOST_BYTES // 2**20} MB", most_bytes=MOST_BYTES)
    return content

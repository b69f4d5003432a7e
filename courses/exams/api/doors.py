"""The one blueprint, who stands at its door with an attempt's token, and pictures."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint
from werkzeug.exceptions import ClientDisconnected

from courses.exams.rules.answers import Bearer
from server.core.errors import FieldProblem, Invalid, TooLarge
from server.core.permissions import Actor
from server.units.attachments.errors import FileTypeRefused
from server.units.attachments.models import Delivery
from server.units.attachments.rules import PICTURES
from server.units.attachments.services import deliver_file
from server.web.access import attempt_claims
from server.web.rates import check_rate

blueprint = Blueprint("exams", __name__, url_prefix="/api/v1", description="考试")

MOST_PICTURE_BYTES = 3 * 1024 * 1024
MOST_PICTURES_PER_MINUTE = 30
BINARY = {"type": "string", "format": "binary"}
PICTURE_BODY = {"required": True, "content": {media_type: {"schema": BINARY} for media_type in PICTURES}}


def bearer() -> Bearer:
    """Whoever holds the attempt's token of this request; no query. Only behind ``with_attempt_token``."""
    claims = attempt_claims()
    actor = Actor(UUID(claims["account"]), UUID(claims["person"]), claims["name"], ("trainee",))
    return Bearer(actor, UUID(claims["sub"]), claims["serial"], claims["try"], claims["device"])


def receive_picture(actor: Actor, sha256: str) -> Delivery:
    """Keep a picture for check-in or proctoring. Raises Invalid, TooLarge, FileTypeRefused, FileDiffers."""
    check_rate(f"exam picture {actor.account_id}", MOST_PICTURES_PER_MINUTE)
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise Invalid(fields=[FieldProblem("sha256", "不是 SHA-256 值")])
    if request.mimetype not in PICTURES:
        raise FileTypeRefused(accepted=list(PICTURES))
    request.max_content_length = MOST_PICTURE_BYTES + 1
    try:
        content = request.stream.read(MOST_PICTURE_BYTES + 1)
    except ClientDisconnected as error:
        raise Invalid("传输中断，照片未保存，请重新上传") from error
    if len(content) > MOST_PICTURE_BYTES:
        raise TooLarge(f"照片不得超过 {MOST_PICTURE_BYTES // 2**20} MB", most_bytes=MOST_PICTURE_BYTES)
    return deliver_file(actor, sha256, content, request.mimetype)


def picture_answer(content: bytes, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response

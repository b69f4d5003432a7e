"""Resumable uploads: tus 1.0.0 with creation and creation-with-upload, for photos named by their SHA-256."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, request
from flask.views import MethodView
from flask_smorest import Blueprint
from werkzeug.exceptions import ClientDisconnected

from mobile_api.uploads import services
from mobile_api.uploads.errors import TusVersionUnsupported, WrongChunkType
from mobile_api.uploads.models import Upload
from mobile_api.uploads.queries import upload_within_reach
from mobile_api.uploads.rules import Limits
from mobile_api.uploads.schemas import ChunkHeaders, CreationHeaders, TusHeaders
from mobile_api.versions.api import refuse_old_apps
from server.core.errors import TooLarge
from server.core.settings import Settings
from server.web.access import current_actor, public, requires
from server.web.openapi import also
from server.web.rates import check_rate

TUS = "1.0.0"
CHUNK_TYPE = "application/offset+octet-stream"
_CHUNK_DOCUMENT = {"content": {CHUNK_TYPE: {"schema": {"type": "string", "format": "binary"}}}}

blueprint = Blueprint("mobile-uploads", __name__, url_prefix="/api/v1/mobile", description="手机端：照片断点续传")
blueprint.before_request(refuse_old_apps)


@blueprint.after_request
def _say_tus(response: Response) -> Response:
    """On refusals too: a client goes on from the offset it reads here."""
    response.headers["Tus-Resumable"] = TUS
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == TusVersionUnsupported.status:
        response.headers["Tus-Version"] = TUS
    if response.is_json and "offset" in (said := response.get_json()):
        response.headers["Upload-Offset"] = str(said["offset"])
    return response


@blueprint.route("/uploads")
class Uploads(MethodView):
    @public
    @blueprint.response(204)
    def options(self) -> Response:
        """What of tus is spoken here."""
        response = Response(status=204)
        response.headers["Tus-Version"] = TUS
        response.headers["Tus-Extension"] = "creation,creation-with-upload"
        response.headers["Tus-Max-Size"] = str(_settings().max_photo_bytes)
        return response

    @requires("inspection.submit")
    @blueprint.doc(requestBody=_CHUNK_DOCUMENT, **also(412, 460))
    @blueprint.arguments(CreationHeaders(), location="headers")
    @blueprint.response(201)
    def post(self, headers: dict[str, Any]) -> Response:
        """Announce a photo, with its first bytes if you like; asked again, it tells how far it got."""
        _check_protocol(headers)
        body = None
        if request.content_length != 0 and request.mimetype == CHUNK_TYPE:
            body = _body(headers["draft"].byte_count)
        upload, offset = services.announce_upload(current_actor(), headers["draft"], _limits(), body)
        response = _answer(201, upload, offset)
        response.headers["Location"] = f"{request.path}/{upload.id}"
        return response


@blueprint.route("/uploads/<uuid:id>")
class OneUpload(MethodView):
    @requires("inspection.submit")
    @blueprint.doc(**also(412))
    @blueprint.arguments(TusHeaders(), location="headers")
    @blueprint.response(200)
    def head(self, headers: dict[str, Any], id: UUID) -> Response:
        """How many bytes are on disk."""
        _check_protocol(headers)
        upload = upload_within_reach(current_actor(), id)
        return _answer(200, upload, services.offset_of(current_actor(), upload, _limits()))

    @requires("inspection.submit")
    @blueprint.doc(requestBody=_CHUNK_DOCUMENT, **also(412, 460))
    @blueprint.arguments(ChunkHeaders(), location="headers")
    @blueprint.response(204)
    def patch(self, headers: dict[str, Any], id: UUID) -> Response:
        """Go on with an upload."""
        _check_protocol(headers)
        if request.mimetype != CHUNK_TYPE:
            raise WrongChunkType()
        upload = upload_within_reach(current_actor(), id)
        offset = headers["upload_offset"]
        body = _body(max(0, upload.byte_count - offset))
        return _answer(204, upload, services.receive_bytes(current_actor(), upload, _limits(), offset, body))


def _answer(status: int, upload: Upload, offset: int) -> Response:
    response = Response(status=status)
    response.headers["Upload-Offset"] = str(offset)
    response.headers["Upload-Length"] = str(upload.byte_count)
    return response


def _check_protocol(headers: dict[str, Any]) -> None:
    if headers["tus_resumable"] != TUS:
        raise TusVersionUnsupported()
    check_rate(f"upload:{current_actor().account_id}", _settings().upload_rate_per_minute)


def _body(most: int) -> services.Body:
    """The request's body, at most so long. Raises TooLarge at once when it says it is longer."""
    if (request.content_length or 0) > most:
        raise TooLarge("数据超过所声明的长度", most_bytes=most)
    request.max_content_length = most + 1
    stream = request.stream

    def read(size: int) -> bytes:
        try:
            return stream.read(size)
        except ClientDisconnected as error:
            raise OSError("the line broke") from error

    return read


def _limits() -> Limits:
    return Limits(_settings().max_photo_bytes, _settings().max_photo_pixels)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings

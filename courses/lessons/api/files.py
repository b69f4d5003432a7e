"""Files of lessons: brought whole, given whole or in parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from werkzeug.exceptions import ClientDisconnected, RequestedRangeNotSatisfiable, RequestEntityTooLarge

from courses.lessons import services
from courses.lessons.api.routes import blueprint
from courses.lessons.models import Lesson, LessonFile
from courses.lessons.queries.files import file_lesson, film_link, linked_lesson, pieces
from courses.lessons.rules.media import MOST_BYTES, check_announced
from courses.lessons.rules.ranges import NoSuchPart, Part, wanted_part
from courses.lessons.schemas.courses import FilmLinkSchema, LessonFileSchema
from server.core.errors import FieldProblem, Invalid, TooLarge
from server.core.files import files
from server.web.access import current_actor, public, requires
from server.web.openapi import also
from server.web.rates import check_rate

MOST_PER_MINUTE = 60
_BINARY = {"type": "string", "format": "binary"}
_BODY = {"required": True, "content": {media_type: {"schema": _BINARY} for media_type in MOST_BYTES}}
#: Nothing that came from outside runs, whatever it says it is.
_POLICY = "sandbox; default-src 'none'"


def _bytes_of_all_kinds(view: Callable[..., Any]) -> Callable[..., Any]:
    """Document whole files and parts of each type that lessons have."""
    for media_type in MOST_BYTES:
        view = blueprint.alt_response(206, schema=_BINARY, content_type=media_type, success=True)(view)
        view = blueprint.alt_response(200, schema=_BINARY, content_type=media_type, success=True)(view)
    return view


@blueprint.route("/lesson-files/<string:sha256>")
class LessonFiles(MethodView):
    @requires("course.edit")
    @blueprint.doc(requestBody=_BODY, **{"x-unconditional": True})  # the address is the content: nothing to overwrite
    @blueprint.response(200, LessonFileSchema)
    def put(self, sha256: str) -> LessonFile:
        """Bring a film, picture or paper of a lesson, named by the SHA-256 of its bytes."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise Invalid(fields=[FieldProblem("sha256", "不是 SHA-256 值")])
        return _keep(sha256)


@blueprint.route("/lesson-files")
class NewLessonFiles(MethodView):
    @requires("course.edit")
    @blueprint.doc(requestBody=_BODY)
    @blueprint.response(201, LessonFileSchema)
    def post(self) -> LessonFile:
        """Bring one whose SHA-256 is not known yet: hashed here while it arrives; brought twice it is one."""
        return _keep(None)


@blueprint.route("/lessons/<uuid:id>/file")
class LessonFileBytes(MethodView):
    @requires("training.learn")
    @blueprint.doc(**also(304, 416))
    @_bytes_of_all_kinds
    def get(self, id: UUID) -> Response:
        """The bytes of a lesson's file; `Range` asks for a part."""
        return _bytes(file_lesson(current_actor(), id))


@blueprint.route("/lessons/<uuid:id>/film-link")
class FilmLink(MethodView):
    @requires("training.learn")
    @blueprint.response(200, FilmLinkSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """An address of a lesson's file for a player that can send no token."""
        return film_link(current_actor(), id)


@blueprint.route("/films/<string:token>")
class Films(MethodView):
    @public
    @blueprint.doc(**also(304, 416))
    @_bytes_of_all_kinds
    def get(self, token: str) -> Response:
        """The bytes behind a sealed link that still lives; `Range` asks for a part."""
        return _bytes(linked_lesson(token))


def _keep(sha256: str | None) -> LessonFile:
    """The body of this request, to the disk as it arrives."""
    actor = current_actor()
    check_rate(f"lesson file:{actor.account_id}", MOST_PER_MINUTE)
    check_announced(request.mimetype, request.content_length)
    request.max_content_length = MOST_BYTES[request.mimetype]
    try:
        return services.keep_file(actor, sha256, request.stream, request.mimetype)
    except ClientDisconnected as error:
        raise Invalid("传输中断，文件未保存，请重新上传") from error
    except RequestEntityTooLarge as error:
        raise TooLarge() from error


def _bytes(lesson: Lesson) -> Response:
    size, etag = files().size(lesson.file_sha256), lesson.file_sha256
    try:
        part = wanted_part(request.headers.get("Range", ""), request.headers.get("If-Range", ""), etag, size)
    except NoSuchPart:
        raise RequestedRangeNotSatisfiable(size) from None
    response = _answer(lesson, part or Part(0, size - 1))
    if part:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    response.set_etag(etag)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Content-Disposition"] = "inline"
    if part is None:
        response.make_conditional(request)
    return response


def _answer(lesson: Lesson, part: Part) -> Response:
    response = Response(pieces(lesson.file_sha256, part.first, part.bytes), mimetype=lesson.media_type)
    response.content_length = part.bytes
    return response

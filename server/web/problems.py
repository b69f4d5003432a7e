"""The one file that turns errors into HTTP: problem+json (RFC 9457), titles in Chinese."""

from __future__ import annotations

import logging
from typing import Any

import marshmallow as ma
from flask import Flask, Response, g, json
from peewee import InterfaceError, OperationalError
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException

from server.core import errors
from server.core.canonical import NotCanonical
from server.web.schemas import Schema

log = logging.getLogger("shouwang.web")

MEDIA_TYPE = "application/problem+json"

STATUS_OF_KIND: list[tuple[type[errors.ShouwangError], int]] = [
    (errors.NotFound, 404),
    (errors.Unauthenticated, 401),
    (errors.Forbidden, 403),
    (errors.Conflict, 409),
    (errors.Stale, 412),
    (errors.PreconditionMissing, 428),
    (errors.TooLarge, 413),
    (errors.TooMany, 429),
    (errors.Unavailable, 503),
    (errors.Invalid, 422),
    (errors.RuleViolation, 422),
]

TITLE_OF_STATUS = {
    400: ("bad_request", "请求格式有误"),
    401: ("unauthenticated", "请先登录"),
    403: ("forbidden", "没有权限"),
    404: ("not_found", "没有找到"),
    405: ("method_not_allowed", "不支持这种操作"),
    409: ("conflict", "与已有内容冲突"),
    411: ("length_required", "缺少内容长度"),
    412: ("stale", "内容已被他人修改，请刷新后重试"),
    413: ("too_large", "内容过大"),
    415: ("unsupported_media_type", "不支持这种内容类型"),
    416: ("range_not_satisfiable", "请求的范围无效"),
    422: ("invalid", "输入有误"),
    426: ("app_too_old", "手机应用版本过低，请更新"),
    428: ("precondition_missing", "缺少 If-Match"),
    429: ("too_many_requests", "请求过于频繁，请稍后再试"),
    460: ("checksum_mismatch", "内容与校验值不一致"),  # tus
    500: ("internal", "服务器内部错误，数据未保存，请稍后重试"),
    503: ("unavailable", "服务暂时不可用，数据未保存，请稍后重试"),
}


class FieldProblemSchema(Schema):
    field = ma.fields.String(required=True)
    message = ma.fields.String(required=True)
    code = ma.fields.String(required=True)


class ProblemSchema(Schema):
    """What every refusal looks like; some carry members of their own, such as ``minimum`` or ``offset``."""

    class Meta:
        unknown = ma.INCLUDE

    type = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(required=True)
    code = ma.fields.String(required=True, metadata={"description": "stable, for programs"})
    errors = ma.fields.List(ma.fields.Nested(FieldProblemSchema), required=True)
    request_id = ma.fields.String(required=True)


def status_of(error: errors.ShouwangError) -> int:
    """The HTTP status of an error's kind; the concrete class may set ``status`` where a protocol asks for another."""
    own = getattr(error, "status", None)
    return own or next((status for kind, status in STATUS_OF_KIND if isinstance(error, kind)), 500)


def problem(
    status: int, code: str, title: str, detail: str = "", fields: list[dict[str, str]] | None = None, **details: Any
) -> Response:
    """A problem+json response; ``details`` become members of their own."""
    body = {
        "type": f"urn:shouwang:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "code": code,
        "errors": fields or [],
        "request_id": g.get("request_id", ""),
        **details,
    }
    text = json.dumps(body).encode("utf-8", "replace")  # a field's name may be half of a surrogate pair
    return Response(text, status, content_type=MEDIA_TYPE)


def problem_body(error: errors.ShouwangError) -> dict[str, Any]:
    """The problem as a plain dict, for answers that carry one problem per item."""
    return problem_of(error).get_json(force=True)


def problem_of(error: errors.ShouwangError) -> Response:
    fields = [{"field": item.field, "message": item.message, "code": item.code} for item in error.fields]
    response = problem(status_of(error), error.code, error.title, error.detail, fields, **error.details)
    if isinstance(error, errors.TooMany):
        response.headers["Retry-After"] = str(error.details.get("retry_after_seconds", 60))
    if isinstance(error, errors.Unauthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def problem_of_http(error: HTTPException) -> Response:
    """werkzeug's and webargs' own refusals in the same shape."""
    status = error.code or 500
    code, title = TITLE_OF_STATUS.get(status, ("http_error", "请求未被接受"))
    # webargs' words on a body that is no JSON are English and say no more than the title.
    messages = (getattr(error, "data", None) or {}).get("messages", {}) if status == 422 else {}
    fields = flatten_messages(messages)
    response = problem(status, code, title, fields[0]["message"] if fields else "", fields)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after", "www-authenticate", "content-range"}:
            response.headers[name] = value
    return response


def flatten_messages(messages: Any, path: str = "", *, is_outermost: bool = True) -> list[dict[str, str]]:
    """marshmallow's nested messages as one list of fields with dotted paths; the location (json, query…) is dropped."""
    if isinstance(messages, dict):
        found = []
        for key, value in messages.items():
            # Only outermost: a body may have a field called files.
            is_place = is_outermost and key in {"json", "query", "headers", "path", "form", "files", "json_or_form"}
            name = path if is_place or key == "_schema" else f"{path}.{key}".lstrip(".")
            found += flatten_messages(value, name, is_outermost=False)
        return found
    texts = messages if isinstance(messages, list) else [messages]
    return [{"field": path, "message": str(text), "code": "invalid"} for text in texts]


def register_problems(app: Flask) -> None:
    app.register_error_handler(errors.ShouwangError, problem_of)
    app.register_error_handler(HTTPException, problem_of_http)
    app.register_error_handler(RecursionError, _too_deep)
    app.register_error_handler(NotCanonical, _not_canonical)
    for kind in (OperationalError, InterfaceError, MaxConnectionsExceeded):
        app.register_error_handler(kind, _database_unavailable)
    app.register_error_handler(Exception, _unexpected)


def _too_deep(_error: RecursionError) -> Response:
    """A body nested thousands deep, which the JSON parser gives up on."""
    return problem(400, *TITLE_OF_STATUS[400])


def _not_canonical(_error: NotCanonical) -> Response:
    """A free value (facts, conditions) holds what JSON cannot carry the same way everywhere."""
    return problem_of(errors.Invalid("含有无法保存的字符或数值"))


def _database_unavailable(error: Exception) -> Response:
    """Disk full, locked for too long, no connection or a lost one: the transaction is gone, nothing acknowledged."""
    log.error("database unavailable, request %s", g.get("request_id", ""), exc_info=error)
    return problem_of(errors.Unavailable(reason="database"))


def _unexpected(error: Exception) -> Response:
    log.error("unexpected failure, request %s", g.get("request_id", ""), exc_info=error)
    return problem(500, *TITLE_OF_STATUS[500])

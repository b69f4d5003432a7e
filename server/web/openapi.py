"""The API document: which refusals each operation knows, and what programs need beside the shapes."""

from __future__ import annotations

import re
from typing import Any

from flask_smorest import Api

from server.web.problems import MEDIA_TYPE, TITLE_OF_STATUS, ProblemSchema, problem_of_http

METHODS = {"get", "put", "post", "patch", "delete", "head", "options"}

DESCRIPTION = """单位内部治安保卫：检查、隐患、文书、培训的开放接口。

- 登录：`POST /api/v1/auth/sign-in`，之后在 `Authorization: Bearer …` 中带访问令牌。
- 编号：UUIDv7，由创建者（包括手机）选定；同一编号、同一内容重发，得到同一结果；内容不同得 409。
- 时间：UTC，ISO 8601，微秒；`…_on` 为北京日期。
- 列表：`limit` 与 `after`；`next` 为空即末页。
- 修改：先读取 `ETag`，再以 `If-Match` 提交。
- 错误：`application/problem+json`（RFC 9457），`code` 稳定，`errors` 指出字段。
- 手机：`X-Shouwang-App: phone/<版本>`。
"""

_ALSO = "x-also"
_UNCONDITIONAL = "x-unconditional"  # a PUT that overwrites nothing, as its address is the hash of its content
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "the ETag that the change is based on",
}


def also(*statuses: int) -> dict[str, list[int]]:
    """For ``blueprint.doc(**also(460))``: statuses of an operation that its method and path do not tell."""
    return {_ALSO: list(statuses)}


def conditional() -> dict[str, Any]:
    """For ``blueprint.doc(**conditional())`` at a PATCH that needs If-Match; every other PUT says so by itself."""
    return {"parameters": [_IF_MATCH], _ALSO: [412, 428]}


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest with our problems, in behaviour and in the document."""

    ERROR_SCHEMA = ProblemSchema

    def handle_http_exception(self, error: Any) -> Any:
        return problem_of_http(error)

    def _register_responses(self) -> None:
        super()._register_responses()
        components = self.spec.components
        for response in (*components.responses.values(), *components.responses_lazy.values()):
            if "application/json" in (content := response.get("content", {})):
                content[MEDIA_TYPE] = content.pop("application/json")

    def document_refusals(self) -> None:
        """Name, at every operation, the statuses it refuses with; call it once all blueprints are registered."""
        for status, (_, title) in TITLE_OF_STATUS.items():
            self.spec.components.response(
                f"PROBLEM_{status}",
                {"description": title, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}},
            )
        for path, operations in self.spec._paths.items():
            for method in METHODS & operations.keys():
                _complete(path, method, operations[method])


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    operation.setdefault("operationId", _name(path, method))
    if method == "put" and not operation.get(_UNCONDITIONAL):
        operation.setdefault("parameters", []).append(_IF_MATCH)
    for status in sorted(_refusals(path, method, operation) | set(operation.pop(_ALSO, ()))):
        refusal = {"$ref": f"#/components/responses/PROBLEM_{status}"}
        operation["responses"][str(status)] = {"description": "not modified"} if status == 304 else refusal


def _refusals(path: str, method: str, operation: dict[str, Any]) -> set[int]:
    statuses = {429, 503}
    if operation.get("security"):
        statuses |= {401, 403}
    if "/auth/" in path:
        statuses |= {401}
    if "{" in path or method in {"post", "put", "patch"} or "unit_id" in str(operation.get("parameters", "")):
        statuses |= {404}
    if operation.get("parameters") or operation.get("requestBody"):
        statuses |= {422}
    if "requestBody" in operation:
        statuses |= {400, 411, 413, 415}
    if method in {"post", "put", "patch", "delete"}:
        statuses |= {409}
    if method == "put" and not operation.pop(_UNCONDITIONAL, False):
        statuses |= {412, 428}
    if "/mobile/" in path:
        statuses |= {426}
    return {status for status in statuses if str(status) not in operation["responses"] or status == 422}


def _name(path: str, method: str) -> str:
    """``get_units_by_id`` from GET /api/v1/units/{id}."""
    words = re.sub(r"\{(\w+)\}", r"by_\1", path.removeprefix("/api/v1/"))
    return f"{method}_{re.sub(r'[^a-zA-Z0-9]+', '_', words).strip('_')}"

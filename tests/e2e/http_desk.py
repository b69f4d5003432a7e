"""Whoever needs no screen in a story: requests to the running server, shaped as the factories' clients are."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.e2e import inspecting as act
from tests.e2e.conftest import Server
from tests.factories.phone import Visit
from tests.factories.records import Json


@dataclass(frozen=True)
class Answer:
    status_code: int
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


class HttpClient:
    """One signed-in account."""

    def __init__(self, server: Server, login: str) -> None:
        self._address = server.address
        self._headers = {"X-Shouwang-App": "phone/9.9.9"}
        credentials = {"login": login, "password": act.PASSWORD, "refresh_in": "body"}
        answer = self.post("/api/v1/auth/sign-in", json=credentials)
        assert answer.status_code == 200, answer.content
        self._headers["Authorization"] = f"Bearer {answer.json['access_token']}"

    def get(self, path: str) -> Answer:
        return self._send("GET", path, None, {})

    def post(
        self, path: str, json: Any = None, data: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        body, extra = (data, headers or {}) if json is None else (_as_json(json), {"Content-Type": "application/json"})
        return self._send("POST", path, body, extra)

    def put(self, path: str, json: Any) -> Answer:
        return self._send("PUT", path, _as_json(json), {"Content-Type": "application/json"})

    def all_of(self, path: str) -> list[Json]:
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        rows: list[Json] = answer.json["items"]
        return rows

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        request = urllib.request.Request(
            self._address + path, data=body, headers={**self._headers, **headers}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answer(answer.status, answer.read())
        except urllib.error.HTTPError as refusal:
            return Answer(refusal.code, refusal.read())


def visit_to(officer: HttpClient, unit_name: str, code: str, *names: str) -> Visit:
    """A visit by these officers, with the checklist in force, as the officer's own lists tell them."""
    unit = next(one for one in officer.all_of("/api/v1/units?limit=100") if one["name"] == unit_name)
    template = next(one for one in officer.all_of("/api/v1/templates?limit=100") if one["code"] == code)
    version = officer.get(f"/api/v1/template-versions/{template['current_version_id']}").json
    people = {one["name"]: one for one in officer.all_of("/api/v1/people?qualified=true&limit=100")}
    named = tuple(
        {"person_id": people[name]["id"], "name": name, "certificate_no": people[name]["certificate_no"]}
        for name in names
    )
    return Visit(unit["id"], version, named)


def _as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()

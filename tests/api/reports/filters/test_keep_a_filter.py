"""Filters of a list under a name of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports.filters import services
from server.core.ids import new_id

FILTERS = "/api/v1/saved-filters"


def draft(**changes: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "page": "hazards", "name": "重大未整改", "filters": {"state": "found"}, **changes}


def names(client: Any, page: str = "hazards") -> list[str]:
    return [row["name"] for row in client.get(f"{FILTERS}?page={page}").json["filters"]]


def test_a_filter_is_kept_listed_and_dropped(client_as: Callable[[str], Any]) -> None:
    officer, kept = client_as("officer"), draft()
    answer = officer.post(FILTERS, json=kept)
    assert answer.status_code == 201
    assert answer.json["filters"] == {"state": "found"}
    assert names(officer) == ["重大未整改"]
    assert names(officer, "units") == []
    assert officer.delete(f"{FILTERS}/{kept['id']}").status_code == 204
    assert names(officer) == []
    assert officer.delete(f"{FILTERS}/{kept['id']}").status_code == 404


def test_filters_are_ones_own(client_as: Callable[[str], Any]) -> None:
    kept = draft()
    client_as("officer").post(FILTERS, json=kept)
    for persona in ("city", "stranger"):
        assert names(client_as(persona)) == []
        assert client_as(persona).delete(f"{FILTERS}/{kept['id']}").status_code == 404
    assert names(client_as("officer")) == ["重大未整改"]


def test_sent_twice_it_is_kept_once(client_as: Callable[[str], Any]) -> None:
    officer, kept = client_as("officer"), draft()
    assert [officer.post(FILTERS, json=kept).status_code for _ in range(2)] == [201, 201]
    assert names(officer) == ["重大未整改"]
    other = officer.post(FILTERS, json={**kept, "filters": {}})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_a_name_is_taken_once_a_page(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    officer.post(FILTERS, json=draft())
    refused = officer.post(FILTERS, json=draft())
    assert (refused.status_code, refused.json["code"]) == (409, "filter_name_taken")
    assert officer.post(FILTERS, json=draft(page="units")).status_code == 201
    assert client_as("city").post(FILTERS, json=draft()).status_code == 201


def test_there_is_an_end_to_them(client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_SAVED", 1)
    officer = client_as("officer")
    assert officer.post(FILTERS, json=draft()).status_code == 201
    refused = officer.post(FILTERS, json=draft(name="另一个"))
    assert (refused.status_code, refused.json["code"]) == (422, "too_many_filters")


@pytest.mark.parametrize("persona", ["system_admin", "security_admin", "audit_admin", "head"])
def test_who_has_no_lists_keeps_no_filters(client_as: Callable[[str], Any], persona: str) -> None:
    assert client_as(persona).post(FILTERS, json=draft()).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"page": "people"}, "page"), ({"name": " "}, "name"), ({"name": "长" * 41}, "name"), ({"filters": []}, "filters"),
     ({"filters": {"q": "\x00"}}, "filters"), ({"id": "x"}, "id")],
)  # fmt: skip
def test_a_malformed_filter_names_the_field(client_as: Callable[[str], Any], changes: Any, field: str) -> None:
    answer = client_as("officer").post(FILTERS, json=draft(**changes))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"].startswith(field)

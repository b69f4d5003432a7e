"""Documents are seen by those who reach the unit, and their file is what was registered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import World


def test_document_is_seen_from_its_bureau_and_its_unit_and_nowhere_else(issued: Any, client_as: Any) -> None:
    for persona in ("officer", "city", "head"):
        assert client_as(persona).get(f"/api/v1/documents/{issued['id']}").status_code == 200, persona
    for path in ("", "/file"):
        assert client_as("stranger").get(f"/api/v1/documents/{issued['id']}{path}").status_code == 404
    assert client_as("audit_admin").get(f"/api/v1/documents/{issued['id']}").status_code == 403


def test_lists_filter_by_kind_state_unit_and_subject(issued: Any, client_as: Any, world: World) -> None:
    client = client_as("officer")
    for query, count in (
        ("", 1),
        ("kind=inspection_record&state=signed", 1),
        (f"unit_id={issued['unit_id']}&subject_id={issued['subject_id']}", 1),
        ("kind=rectification_order", 0),
        ("state=revoked", 0),
        (f"unit_id={world.units['school_first']}&state=rendering", 0),
    ):
        assert len(client.get(f"/api/v1/documents?{query}").get_json()["items"]) == count, query
    assert client_as("stranger").get("/api/v1/documents").get_json()["items"] == []


@pytest.mark.parametrize("query", ["kind=letter", "state=lost", "unit_id=7", "after=zzz", "limit=0"])
def test_malformed_query_names_its_field(client_as: Any, query: str) -> None:
    answer = client_as("officer").get(f"/api/v1/documents?{query}")
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == query.partition("=")[0]


def test_file_is_kept_by_the_browser_and_not_sent_again(issued: Any, client_as: Any) -> None:
    client = client_as("officer")
    first = client.get(issued["pdf_url"])
    again = client.get(issued["pdf_url"], headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "filename*=UTF-8''" in first.headers["Content-Disposition"]
    assert first.headers["X-Content-Type-Options"] == "nosniff"


def test_file_of_a_document_in_the_making_is_a_conflict(deliver: Any, client_as: Any) -> None:
    delivered = deliver()
    client = client_as("officer")
    document = client.post(f"/api/v1/inspections/{delivered.id}/documents").get_json()
    assert document["pdf_url"] is None
    answer = client.get(f"/api/v1/documents/{document['id']}/file")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "document_not_signed")

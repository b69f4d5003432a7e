"""The library of policy bases: official names, aliases, and what holds on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from server.core.clock import BEIJING
from server.core.errors import NotFound
from server.core.permissions import SYSTEM
from server.units.bases.models import PolicyBasis
from server.units.bases.queries import basis_note, resolve_bases
from server.units.bases.rules import BasisReference, Status
from server.units.bases.services import seed_bases

ClientAs = Callable[[str], Any]
BASES = "/api/v1/policy-bases"
JINAN, LIAONING, REGULATION = "jinan-2021-15", "liaoning-2021", "state-council-421"


def by_id(client: Any, query: str = "") -> dict[str, dict[str, Any]]:
    answer = client.get(f"{BASES}?limit=200&{query}")
    assert answer.status_code == 200
    return {basis["id"]: basis for basis in answer.json["items"]}


@pytest.mark.clause("JN-0a")
@pytest.mark.clause("LN-0")
@pytest.mark.clause("LN-end")
def test_both_seeds_are_listed_with_number_and_computed_status(client_as: ClientAs) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=BEIJING), tick=True):
        bases = by_id(client_as("officer"))
    jinan, liaoning = bases[JINAN], bases[LIAONING]
    assert (jinan["doc_no"], jinan["status"], jinan["region_code"]) == ("济政办发〔2021〕15号", "lapsed", "370100")
    assert (jinan["effective_from"], jinan["effective_to"]) == ("2021-08-01", "2026-07-31")
    assert (liaoning["status"], liaoning["region_code"]) == ("in_force", "210000")
    assert (liaoning["issued_on"], liaoning["effective_to"]) == ("2021-12-01", None)
    assert bases[REGULATION]["status"] == "in_force"


@pytest.mark.clause("JN-end-a")
@pytest.mark.parametrize(
    ("day", "status"),
    [("2021-07-31", "not_yet"), ("2021-08-01", "in_force"), ("2026-07-31", "in_force"), ("2026-08-01", "lapsed")],
)
def test_the_opinion_holds_on_both_its_end_days_and_not_outside(client_as: ClientAs, day: str, status: str) -> None:
    assert by_id(client_as("officer"), f"on={day}")[JINAN]["status"] == status


@pytest.mark.clause("JN-end-a")
@pytest.mark.parametrize(
    ("instant", "status"),
    [
        (datetime(2026, 7, 31, 23, 59, 59, tzinfo=BEIJING), "in_force"),
        (datetime(2026, 8, 1, 0, 0, 0, tzinfo=BEIJING), "lapsed"),
    ],
)
def test_it_lapses_at_midnight_in_beijing_wherever_the_server_stands(
    client_as: ClientAs, instant: datetime, status: str
) -> None:
    with time_machine.travel(instant, tick=False):
        assert by_id(client_as("officer"))[JINAN]["status"] == status


def test_a_basis_of_unknown_dates_is_neither_in_force_nor_lapsed(client_as: ClientAs) -> None:
    bases = by_id(client_as("officer"))
    assert bases["mps-order-112"]["status"] == "unknown"
    assert bases["mps-order-112"]["verified"] is False


@pytest.mark.clause("JN-0c")
def test_the_seed_s_wording_finds_the_official_entry(client_as: ClientAs) -> None:
    found = by_id(client_as("officer"), "q=保安管理服务条例")
    assert [basis["title"] for basis in found.values()] == ["保安服务管理条例"]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("济政办发[2021]15号", JINAN),
        ("反恐法", "counter-terrorism-law"),
        ("内部治安保卫条例", REGULATION),
        ("421", REGULATION),
    ],
)
def test_number_alias_and_part_of_the_title_find_it(client_as: ClientAs, q: str, expected: str) -> None:
    assert expected in by_id(client_as("officer"), f"q={q}")


def test_the_library_is_paged_to_its_end(client_as: ClientAs) -> None:
    client = client_as("officer")
    shown, after = [], ""
    while after is not None:
        answer = client.get(f"{BASES}?limit=7&after={after}").json
        shown += [basis["id"] for basis in answer["items"]]
        after = answer["next"]
    assert shown == sorted(by_id(client))


@pytest.mark.clause("JN-0c")
def test_references_resolve_to_official_titles_in_their_order(connected: None) -> None:
    asked = [BasisReference("guard-services-regulation", "第二十五条"), BasisReference(JINAN)]
    first, second = resolve_bases(asked, date(2026, 8, 1))
    assert (first.title, first.article, first.status) == ("保安服务管理条例", "第二十五条", Status.IN_FORCE)
    assert (second.doc_no, second.status) == ("济政办发〔2021〕15号", Status.LAPSED)
    with pytest.raises(NotFound):
        resolve_bases([BasisReference("no-such-basis")])


@pytest.mark.clause("JN-0b")
def test_the_note_for_organs_ends_with_its_basis(client_as: ClientAs, connected: None) -> None:
    assert basis_note("organ", date(2026, 11, 22)) == "参照《企业事业单位内部治安保卫条例》"
    assert basis_note("organ", date(2004, 11, 30)) is None
    admin, path = client_as("system_admin"), f"{BASES}/{REGULATION}"
    body = editable(admin.get(path).json) | {"effective_to": "2027-02-28"}
    assert admin.put(path, json=body, headers={"If-Match": admin.get(path).headers["ETag"]}).status_code == 200
    assert basis_note("organ", date(2027, 2, 28)) is not None
    assert basis_note("organ", date(2027, 3, 1)) is None


def editable(basis: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in basis.items() if name not in {"id", "status", "version"}}


def test_an_edited_basis_is_never_overwritten_by_the_seed(client_as: ClientAs, connected: None) -> None:
    admin, path = client_as("system_admin"), f"{BASES}/{JINAN}"
    body = editable(admin.get(path).json) | {"effective_to": "2028-07-31", "note": "续期"}
    answer = admin.put(path, json=body, headers={"If-Match": admin.get(path).headers["ETag"]})
    assert (answer.status_code, answer.json["status"]) == (200, "in_force")
    assert seed_bases(SYSTEM) == 0
    assert admin.get(path).json["effective_to"] == "2028-07-31"


def test_a_newer_seed_refreshes_only_what_nobody_edited(connected: None) -> None:
    seed = {
        "id": "test-rule", "title": "测试办法", "doc_no": None, "issuer": "测试", "kind": "rule", "region_code": None,
        "issued_on": None, "effective_from": "2020-01-01", "effective_to": None, "supersedes": None, "aliases": [],
        "articles": [], "verified": False,
    }  # fmt: skip
    assert seed_bases(SYSTEM, [seed], []) == 1
    assert seed_bases(SYSTEM, [seed], []) == 0
    assert seed_bases(SYSTEM, [seed | {"effective_to": "2026-01-01"}], []) == 1
    assert PolicyBasis.get(PolicyBasis.code == "test-rule").effective_to == date(2026, 1, 1)


def test_a_revision_needs_permission_version_and_a_window_the_right_way_round(client_as: ClientAs) -> None:
    admin, path = client_as("system_admin"), f"{BASES}/{JINAN}"
    etag = admin.get(path).headers["ETag"]
    body = editable(admin.get(path).json)
    assert client_as("officer").put(path, json=body, headers={"If-Match": etag}).status_code == 403
    assert admin.put(path, json=body).status_code == 428
    assert admin.put(f"{BASES}/unknown", json=body, headers={"If-Match": etag}).status_code == 404
    reversed_ = admin.put(path, json=body | {"effective_to": "2021-07-31"}, headers={"If-Match": etag})
    assert (reversed_.status_code, reversed_.json["code"]) == (422, "window_reversed")
    untitled = admin.put(path, json=body | {"title": ""}, headers={"If-Match": etag})
    assert [error["field"] for error in untitled.json["errors"]] == ["title"]
    assert admin.put(path, json=body, headers={"If-Match": etag}).status_code == 200
    assert admin.put(path, json=body, headers={"If-Match": etag}).status_code == 412

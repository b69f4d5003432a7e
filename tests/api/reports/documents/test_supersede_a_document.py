"""A newer paper takes an earlier one's place: the register says so, and whoever holds the earlier one sees it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from reports.documents.errors import AlreadyReplaced, DocumentNotSigned, NotReplaceable
from reports.documents.models import Document, RegisterLeaf
from reports.documents.queries import document_by_id, live_document
from reports.documents.rules import DocumentKind
from reports.documents.services import (
    PaperWish,
    check_register,
    issue_paper,
    number_paper,
    revoke_document,
    sign_checkpoint,
    supersede_document,
)
from server.core.database import database
from server.core.errors import NotFound
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.structured import make_honour
from tests.world import World

KIND = DocumentKind.HONOUR_CERTIFICATE


@pytest.fixture
def wish(world: World, connected: None) -> PaperWish:
    return PaperWish(KIND, new_id(), None, world.agencies["lixia"], date(2026, 11, 22))


def issue(wish: PaperWish, grade: str = "先进集体") -> Document:
    return issue_paper(
        wish, lambda number, verification: make_honour(number=number, verification=verification, grade=grade)
    )


def supersede(earlier: UUID, **how: Any) -> Document:
    with database.atomic():
        return supersede_document(SYSTEM, earlier, "获奖单位名称有误", **how)


def test_successor_of_the_same_subject_is_numbered_issued_and_named(
    wish: PaperWish, anonymous: Any, client_as: Any
) -> None:
    earlier = issue(wish)
    successor = supersede(earlier.id)
    assert live_document(KIND, wish.subject_id).id == successor.id
    verify = lambda row: anonymous.get(f"/api/v1/verifications/{row.token}").get_json()  # noqa: E731
    assert verify(earlier)["verdict"] == "valid"  # stands until the successor is signed
    made = issue(wish, "先进单位")
    assert (made.id, made.serial) == (successor.id, earlier.serial + 1)
    shown = verify(earlier)
    assert (shown["verdict"], shown["document"]["state"]) == ("superseded", "superseded")
    assert shown["document"]["superseded_by"] == made.number
    assert made.number in shown["reasons"][1]
    assert verify(made)["verdict"] == "valid"
    page = anonymous.get(f"/verify/{earlier.token}").get_data(as_text=True)
    assert "已被替代" in page
    assert made.number in page
    listed = client_as("officer").get("/api/v1/documents?state=superseded").get_json()["items"]
    assert [(row["id"], row["superseded_by"]["number"]) for row in listed] == [(str(earlier.id), made.number)]


def test_register_says_what_the_successor_supersedes_and_holds(wish: PaperWish) -> None:
    earlier = issue(wish)
    supersede(earlier.id)
    made = issue(wish, "先进单位")
    leaves = [json.loads(row.content) for row in RegisterLeaf.select().order_by(RegisterLeaf.position)]
    assert [leaf["supersedes"] for leaf in leaves] == [None, document_by_id(earlier.id).file.sha256]
    assert leaves[1]["sha256"] == made.file.sha256
    assert check_register()["ok"]


def test_document_that_exists_already_takes_the_place_by_a_leaf_of_its_own(wish: PaperWish, world: World) -> None:
    earlier = issue(wish)
    other = issue(PaperWish(KIND, new_id(), None, world.agencies["lixia"], wish.on))
    assert supersede(earlier.id, by_id=other.id).id == other.id
    leaves = [json.loads(row.content) for row in RegisterLeaf.select().order_by(RegisterLeaf.position)]
    assert (leaves[2]["sha256"], leaves[2]["supersedes"]) == (other.file.sha256, earlier.file.sha256)
    assert check_register()["ok"]


def test_superseded_twice_is_one_act_and_by_another_is_refused(wish: PaperWish, world: World) -> None:
    earlier = issue(wish)
    assert supersede(earlier.id).id == supersede(earlier.id).id
    other = issue(PaperWish(KIND, new_id(), None, world.agencies["lixia"], wish.on))
    with pytest.raises(AlreadyReplaced):
        supersede(earlier.id, by_id=other.id)


def test_what_is_unsigned_revoked_itself_or_unknown_is_not_superseded(wish: PaperWish, world: World) -> None:
    unsigned = number_paper(PaperWish(KIND, new_id(), None, world.agencies["lixia"], wish.on))
    with pytest.raises(DocumentNotSigned):
        supersede(unsigned.id)
    earlier = issue(wish)
    with pytest.raises(NotReplaceable):
        supersede(earlier.id, by_id=earlier.id)
    with database.atomic():
        revoke_document(SYSTEM, earlier.id, "事实有误")
    with pytest.raises(NotReplaceable):
        supersede(earlier.id)
    with pytest.raises(NotFound):
        supersede(new_id())


def test_verify_page_offers_leaf_proof_and_checkpoint_to_keep(wish: PaperWish, anonymous: Any) -> None:
    paper = issue(wish)
    assert "register-checkpoint.json" not in anonymous.get(f"/verify/{paper.token}").get_data(as_text=True)
    sign_checkpoint()
    page = anonymous.get(f"/verify/{paper.token}").get_data(as_text=True)
    for address in (
        "/api/v1/register/proofs/inclusion?leaf=0",
        "/api/v1/register/checkpoint",
        "/api/v1/register/proofs/consistency?from=1",
    ):
        assert f'href="{address}"' in page
        assert anonymous.get(address).status_code == 200
    assert "荣誉证书" in page  # kinds are named, not coded

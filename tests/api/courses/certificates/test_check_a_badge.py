"""A badge can be checked by anybody's program: a second one, written from the specifications, does so here."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from courses.certificates.models import Badge, BadgeKey, Certificate
from tests.factories.certificates import completed, is_revoked, read_badge
from tests.factories.rotations import learn
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
DID = "did:web:shouwang.example"


@pytest.fixture
def badge(world: World, run_jobs: Callable[[], int], anonymous: Any) -> dict[str, Any]:
    completed(world)
    run_jobs()
    answer = anonymous.get(f"/badges/{Badge.get().id}")
    assert answer.mimetype == "application/vc"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.data)


@pytest.fixture
def did(anonymous: Any) -> Callable[[], dict[str, Any]]:
    return lambda: json.loads(anonymous.get("/.well-known/did.json").data)


def test_a_badge_says_what_open_badges_asks_for(badge: dict[str, Any]) -> None:
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["issuer"]["id"] == DID
    assert badge["validUntil"] == "2026-12-31T15:59:59Z"
    subject = badge["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"]
    assert subject["achievement"]["name"] == "2026年度保安员年度轮训合格证"
    assert "不代替《保安员证》" in subject["achievement"]["description"]
    assert subject["achievement"]["criteria"]["narrative"]
    assert badge["proof"]["cryptosuite"] == "eddsa-jcs-2022"


def test_a_second_program_finds_the_proof_good(badge: dict[str, Any], did: Callable[[], dict[str, Any]]) -> None:
    assert did()["id"] == DID
    assert read_badge(badge, did())


@pytest.mark.parametrize(
    "change",
    [
        lambda badge: badge.update(name="别的轮训"),
        lambda badge: badge["credentialSubject"].update(creditsEarned=99),
        lambda badge: badge["proof"].update(created="2020-01-01T00:00:00Z"),
        lambda badge: badge["credentialStatus"].update(statusListIndex="77"),
        lambda badge: badge["@context"].reverse(),
        lambda badge: badge.pop("validUntil"),
    ],
)
def test_a_changed_badge_fails(badge: dict[str, Any], did: Callable[[], dict[str, Any]], change: Any) -> None:
    changed = copy.deepcopy(badge)
    change(changed)
    assert not read_badge(changed, did())


def test_no_name_and_no_number_stands_in_a_public_badge(
    badge: dict[str, Any], world: World, anonymous: Any, client_as: Callable[[str], Any]
) -> None:
    certificate = Certificate.get()
    page = anonymous.get(f"/badges/{Badge.get().id}", headers={"Accept": "text/html"}).text
    for shown in (json.dumps(badge, ensure_ascii=False), page):
        assert certificate.person_name not in shown
        assert str(certificate.person_id) not in shown
    assert f"{certificate.person_name[0]}*" in page
    assert badge["credentialSubject"]["identifier"][0]["hashed"] is True


def test_the_holder_may_have_the_own_name_in_it(
    badge: dict[str, Any], did: Callable[[], dict[str, Any]], client_as: Callable[[str], Any]
) -> None:
    address = f"/api/v1/my/certificates/{Certificate.get().id}/badge"
    assert client_as("guard").get(address).json["credential"] == badge
    named = client_as("guard").get(f"{address}?with_name=true").json["credential"]
    assert named["credentialSubject"]["identifier"][1]["identityHash"] == Certificate.get().person_name
    assert (named["id"], named["credentialStatus"]) == (badge["id"], badge["credentialStatus"])
    assert read_badge(named, did())


def test_a_badge_that_was_not_revoked_has_no_bit_set(
    badge: dict[str, Any], did: Callable[[], dict[str, Any]], anonymous: Any
) -> None:
    def fetch(url: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(anonymous.get(url.removeprefix("https://shouwang.example")).data)
        assert read_badge(found, did())
        return found

    assert not is_revoked(badge, fetch)


def test_a_new_key_signs_what_comes_and_the_old_one_stays_known(
    badge: dict[str, Any], did: Callable[[], dict[str, Any]], client_as: Callable[[str], Any], world: World,
    run_jobs: Callable[[], int], anonymous: Any,
) -> None:  # fmt: skip
    answer = client_as("system_admin").post("/api/v1/badge-keys")
    assert (answer.status_code, answer.json["number"]) == (201, 2)
    assert client_as("officer").post("/api/v1/badge-keys").status_code == 403
    learn(world.people["other_guard"].person_id, 7200)
    run_jobs()
    newer = Badge.select().order_by(Badge.status_index.desc()).first()
    assert newer.credential["proof"]["verificationMethod"] == f"{DID}#key-2"
    assert newer.status_index == 1
    assert read_badge(badge, did())
    assert read_badge(newer.credential, did())
    assert "private" not in json.dumps(did()).lower()
    assert all(len(key.private_sealed) > 60 for key in BadgeKey.select())


def test_what_is_not_there_is_not_found(anonymous: Any) -> None:
    assert anonymous.get("/badges/00000000-0000-7000-8000-000000000000").status_code == 404
    assert anonymous.get("/badges/status/1").status_code == 404
    assert anonymous.get("/badges/status/0").status_code == 404
    assert anonymous.get("/.well-known/did.json").status_code == 404
    assert anonymous.get("/badges/achievements/2026/astronaut").status_code == 404


def test_what_a_badge_was_given_for_can_be_read(badge: dict[str, Any], anonymous: Any) -> None:
    address = badge["credentialSubject"]["achievement"]["id"].removeprefix("https://shouwang.example")
    found = json.loads(anonymous.get(address).data)
    assert found["name"] == badge["credentialSubject"]["achievement"]["name"]

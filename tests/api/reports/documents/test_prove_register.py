"""The register's proofs over HTTP, its daily checkpoint, and the command that checks it all."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms

from reports.documents.models import (
    DocumentFile,
    RegisterCheckpoint,
    RegisterHead,
    RegisterLeaf,
    RegisterNode,
    SigningKey,
)
from reports.documents.register.checkpoints import read_checkpoint
from reports.documents.register.tree import hash_leaf, is_consistent, is_included
from reports.documents.services import check_register, sign_checkpoint
from reports.documents.services.keys import NOBODY, credential_for
from server.core.database import database
from server.core.events import Event, EventLane
from server.core.files import files


@pytest.fixture
def three(deliver: Any, run_jobs: Callable[[], int]) -> None:
    for seed in range(3):
        deliver(seed=seed + 10)
    run_jobs()


@pytest.mark.clause("JN-3.6c")
def test_register_grows_and_proves_it(three: None, anonymous: Any) -> None:
    get = lambda path: anonymous.get(f"/api/v1/register/proofs/{path}").get_json()  # noqa: E731
    for leaf in range(3):
        proof = get(f"inclusion?leaf={leaf}")
        path = [bytes.fromhex(step) for step in proof["proof"]]
        assert is_included(hash_leaf(proof["leaf"].encode()), leaf, proof["size"], path, bytes.fromhex(proof["root"]))
    growth = get("consistency?from=2")
    proof = [bytes.fromhex(step) for step in growth["proof"]]
    roots = bytes.fromhex(growth["from_root"]), bytes.fromhex(growth["to_root"])
    assert is_consistent(growth["from"], growth["to"], proof, *roots)


@pytest.mark.parametrize(
    "path", ["inclusion?leaf=3", "inclusion?leaf=-1", "inclusion", "consistency?from=0", "consistency?from=9"]
)
def test_proof_of_what_is_not_there_is_a_problem_and_no_crash(anonymous: Any, path: str) -> None:
    assert anonymous.get(f"/api/v1/register/proofs/{path}").status_code == 422


def test_checkpoint_is_signed_stamped_and_public(three: None, anonymous: Any, connected: None) -> None:
    assert anonymous.get("/api/v1/register/checkpoint").status_code == 404
    sign_checkpoint()
    shown = anonymous.get("/api/v1/register/checkpoint").get_json()
    certificate = credential_for("register", NOBODY, "守望登记册", "守望").certificate
    checkpoint = read_checkpoint(shown["text"], certificate)
    assert checkpoint.size == 3
    token = cms.ContentInfo.load(base64.b64decode(shown["stamp"]))
    imprint = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]["hashed_message"].native
    assert imprint == hashlib.sha256(shown["text"].encode()).digest()


def test_untouched_register_passes_the_command(three: None, run_command: Callable[..., int], capsys: Any) -> None:
    with database.connection_context():
        sign_checkpoint()
    assert run_command("verify-log") == 0
    said = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert (said["ok"], said["register_size"]) == (True, 3)


@pytest.mark.parametrize(
    "problem",
    [
        "leaf_altered",
        "leaf_missing",
        "leaves_missing_at_the_end",
        "not_in_register",
        "file_wrong_content",
        "file_not_found",
        "register_rewritten",
        "checkpoint_altered",
        "events_rewritten",
    ],
)
def test_every_tampering_is_found(three: None, connected: None, problem: str) -> None:
    sign_checkpoint()
    assert check_register()["ok"]
    tamper(problem)
    found = check_register()
    assert not found["ok"]
    assert found["register_first_break"]["problem"] == problem


def tamper(problem: str) -> None:
    newest = RegisterCheckpoint.get()
    sha256 = DocumentFile.select().first().sha256
    path = files()._path(sha256)
    if problem == "leaf_altered":
        RegisterLeaf.update(content=RegisterLeaf.content.concat(" ")).where(RegisterLeaf.position == 1).execute()
    elif problem == "leaf_missing":
        RegisterLeaf.delete().where(RegisterLeaf.position == 1).execute()
    elif problem == "leaves_missing_at_the_end":
        RegisterLeaf.delete().where(RegisterLeaf.position == 2).execute()
    elif problem == "not_in_register":
        DocumentFile.update(sha256="0" * 64).where(DocumentFile.sha256 == sha256).execute()
    elif problem == "file_wrong_content":
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    elif problem == "file_not_found":
        path.unlink()
    elif problem == "register_rewritten":  # cut back whole, nodes and all
        RegisterLeaf.delete().where(RegisterLeaf.position == 2).execute()
        RegisterNode.delete().where((RegisterNode.level == 0) & (RegisterNode.position == 2)).execute()
        RegisterHead.update(size=2).execute()
        DocumentFile.delete().where(
            DocumentFile.id == DocumentFile.select().order_by(-DocumentFile.signed_at)[0].id
        ).execute()
    elif problem == "checkpoint_altered":
        RegisterCheckpoint.update(lane_heads={**newest.lane_heads, "3": [1, "0" * 64]}).execute()
    else:
        lane, (position, _) = next((lane, head) for lane, head in newest.lane_heads.items() if head[0])
        Event.delete().where((Event.lane == int(lane)) & (Event.position == position)).execute()
        EventLane.update(position=position - 1).where(EventLane.id == int(lane)).execute()


def test_keys_do_not_open_without_the_installation_s_secret(backend: Any, connected: None) -> None:
    from reports.documents.signing.certificates import Credential, derive_passphrase
    from reports.documents.signing.errors import KeyUnreadable

    row = SigningKey.get(SigningKey.role == "root")
    container = base64.b64decode(row.container)
    with pytest.raises(KeyUnreadable):
        Credential.from_container(container, derive_passphrase(b"another installation's secret"))
    assert Credential.from_container(container, derive_passphrase(backend.settings.secret.encode())).name

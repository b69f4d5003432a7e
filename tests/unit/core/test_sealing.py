"""What is sealed opens only under the same secret, for the same purpose, unchanged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server.core import sealing
from server.core.sealing import SealBroken, connect_sealing, seal, unseal


@pytest.fixture(autouse=True)
def own_secret() -> Iterator[None]:
    before = list(sealing._secret)
    connect_sealing(b"one secret")
    yield
    if before:
        connect_sealing(before[0])
    else:
        sealing._secret.clear()


def test_what_was_sealed_opens_again() -> None:
    assert unseal(seal("密码 p@ss", "camera"), "camera") == "密码 p@ss"


def test_a_text_never_seals_twice_alike() -> None:
    assert seal("same", "camera") != seal("same", "camera")


@pytest.mark.parametrize("broken", ["", "1:", "1:!!!!", "2:AAAA", "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_what_was_never_sealed_is_refused(broken: str) -> None:
    with pytest.raises(SealBroken):
        unseal(broken, "camera")


def test_another_purpose_does_not_open_it() -> None:
    with pytest.raises(SealBroken):
        unseal(seal("secret", "camera"), "alarm")


def test_another_installation_does_not_open_it() -> None:
    sealed = seal("secret", "camera")
    connect_sealing(b"another secret")
    with pytest.raises(SealBroken):
        unseal(sealed, "camera")

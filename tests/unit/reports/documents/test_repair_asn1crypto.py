"""asn1crypto 1.5.1 takes some definite lengths for indefinite ones; ours does not."""

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.signing.encoding import ends_indefinite, repair_asn1crypto

repair_asn1crypto()


class _Pair(core.Sequence):
    _fields = [("number", core.Integer), ("content", core.OctetString)]


def encoded(size: int) -> bytes:
    return _Pair({"number": 1, "content": bytes(size)}).dump()


@pytest.mark.parametrize(
    ("header", "indefinite"),
    [
        ("3080", True),
        ("30820180", False),
        ("308180", False),
        ("3005", False),
        ("a082018430820180", False),
        ("a0803080", True),
        ("a08201843080", True),
        ("bf8f0180", True),
        ("bf8f01820180", False),
        ("30", False),
        ("", False),
    ],
)
def test_only_the_length_octet_itself_tells_an_indefinite_length(header: str, indefinite: bool) -> None:
    assert ends_indefinite(bytes.fromhex(header)) is indefinite


@given(st.integers(0, 5000))
def test_what_was_loaded_is_dumped_byte_for_byte(size: int) -> None:
    content = encoded(size)
    loaded = _Pair.load(content)
    assert loaded.dump() == content
    assert loaded["content"].native == bytes(size)
    assert loaded.dump() == content


def test_length_ending_in_0x80_is_not_encoded_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    content = next(made for size in range(300, 700) if (made := encoded(size))[:4] == bytes.fromhex("30820180"))
    loaded = _Pair.load(content)
    monkeypatch.setattr(_Pair, "_set_contents", lambda *_, **__: pytest.fail("encoded anew"))
    assert loaded.dump() == content


def test_indefinite_length_is_still_encoded_anew() -> None:
    indefinite = bytes.fromhex("30800201010401410000")
    assert _Pair.load(indefinite).dump(force=True) == bytes.fromhex("3006020101040141")

"""A record of a draw is replayed: with one byte changed it fails loudly and says what differs."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from checklists.draws import replay
from checklists.draws.rules.record import record_hash
from server.core.canonical import canonical_json
from tests.architecture.sources import ROOT
from tests.factories.draw_records import VECTORS, make_record, vectors

RECORD = make_record()


def problems(content: bytes) -> list[str]:
    return replay.examine(content)[1]


def test_an_untouched_record_agrees() -> None:
    assert problems(RECORD) == []
    assert problems(RECORD + b"\n") == []


def test_the_table_of_vectors_is_what_the_algorithm_makes() -> None:
    """Changing the algorithm would make every record that was ever published false."""
    assert json.loads(VECTORS.read_text("utf-8")) == vectors(), "run: python -m tests.factories.draw_records"


def test_no_byte_can_be_changed_unnoticed() -> None:
    """Every position, one random other byte each; and at each a byte taken out."""
    chance = random.Random(20261122)  # noqa: S311 - a test's
    for place in range(len(RECORD)):
        other = chance.choice([byte for byte in range(256) if byte != RECORD[place]])
        assert problems(RECORD[:place] + bytes([other]) + RECORD[place + 1 :]), place
    for place in range(0, len(RECORD), 5):
        assert problems(RECORD[:place] + RECORD[place + 1 :]), place


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key in value:
            yield from leaves(value[key], (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, (*path, number))
    else:
        yield path


def changed(path: tuple[Any, ...], *, resealed: bool) -> bytes:
    """The record with one value changed, written canonically; resealed as a forger would who knows the format."""
    record = json.loads(RECORD)
    place = record
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    place[path[-1]] = {int: lambda: old + 1, str: lambda: old[:-1] + ("0" if old[-1:] != "0" else "1")}.get(
        type(old), lambda: "x"
    )()
    if resealed:
        record["record_sha256"] = record_hash(record)
    return canonical_json(record)


@pytest.mark.parametrize("path", list(leaves(json.loads(RECORD))), ids=lambda path: ".".join(map(str, path)))
def test_every_field_is_held_by_something(path: tuple[Any, ...]) -> None:
    assert problems(changed(path, resealed=False))


#: What a forger who reseals the record may still say without contradicting it: times and names, which only the
#: published hash of the record holds.
FREE = {"commitment.at", "frozen_at", "draw_at", "operator", "witness.name", "left_out", "record_sha256"}


def test_a_forger_who_reseals_can_change_nothing_that_the_draw_rests_on() -> None:
    for path in leaves(json.loads(RECORD)):
        name = ".".join(map(str, path))
        if not any(name == free or name.startswith(f"{free}.") for free in FREE):
            assert problems(changed(path, resealed=True)), name


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("seed",), "种子与承诺不符"),
        (("commitment", "sha256"), "种子与承诺不符"),
        (("units", "entries", 3, "name"), "单位名单与其校验值不符"),
        (("units", "count"), "单位名单应有 13 条，实有 12 条"),
        (("officers", "entries", 0, "certificate_no"), "人员名单与其校验值不符"),
        (("result", 0, "unit"), "第 1 项：重放得"),
        (("witness", "words"), "重放结果与记载不一致"),
        (("terms", "unit_count"), "重放结果与记载不一致"),
        (("algorithm",), "算法不是"),
        (("format",), "记录格式不是"),
    ],
)
def test_it_says_what_differs(path: tuple[Any, ...], said: str) -> None:
    assert any(said in problem for problem in problems(changed(path, resealed=True)))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b"\xff\xfe", b"null", b"[" * 100_000, RECORD[:-1], RECORD.replace(b'"seed"', b'"sead"'),
        RECORD.replace(b'"weight":1', b'"weight":true', 1), RECORD.replace(b'"weight":1', b'"weight":1e400', 1),
        RECORD.replace(b'"seed":"', b'"seed":"zz', 1), json.dumps(json.loads(RECORD), indent=1).encode(),
        json.dumps(json.loads(RECORD), ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode(),
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_record_is_refused_without_a_crash(content: bytes) -> None:
    found = problems(content)
    assert found
    assert all(isinstance(problem, str) for problem in found)


def with_units(edit: Callable[[dict[str, Any]], None]) -> bytes:
    record = json.loads(RECORD)
    edit(record)
    record["record_sha256"] = record_hash(record)
    return canonical_json(record)


def test_a_record_that_would_keep_a_replay_busy_for_ever_is_refused() -> None:
    huge = with_units(lambda record: record["units"]["entries"][0].update(weight=2**52))
    assert any("权重" in problem for problem in problems(huge))
    more = with_units(lambda record: record["terms"].update(unit_count=13))
    assert any("不足以抽取" in problem for problem in problems(more))


def test_the_program_says_and_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "record.json"
    file.write_bytes(RECORD)
    assert replay.main([str(file)]) == 0
    assert capsys.readouterr().out.startswith("一致")
    file.write_bytes(RECORD.replace(b"1", b"2", 1))
    assert replay.main([str(file)]) == 1
    assert capsys.readouterr().out.startswith("不一致")
    assert replay.main([str(tmp_path / "none.json")]) == 2
    assert replay.main([]) == 2


def test_the_program_imports_nothing_that_is_installed() -> None:
    code = "import sys, checklists.draws.replay; print(sorted(m for m in sys.modules if 'site-packages' in str(getattr(sys.modules[m], '__file__', ''))))"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr

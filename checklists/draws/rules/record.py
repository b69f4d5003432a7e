"""The record of a draw: how pools are hashed, what a record holds, and what is wrong with one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checklists.draws.rules.algorithm import (
    ALGORITHM,
    MOST_WEIGHT,
    SEED_BYTES,
    Bound,
    Stream,
    assign_officers,
    commitment_of,
    draw_positions,
)
from server.core.canonical import NotCanonical, canonical_json, content_hash

Json = dict[str, Any]
FORMAT = "shouwang-draw-record-1"
_KEYS = frozenset(
    {
        "algorithm", "commitment", "draw_at", "format", "frozen_at", "left_out", "officers", "operator", "record_sha256",
        "result", "seed", "terms", "units", "witness",
    }
)  # fmt: skip


def pool_bytes(entries: Iterable[Mapping[str, Any]]) -> bytes:
    """A pool as it is frozen: a list in canonical JSON. Its SHA-256 is the pool's hash."""
    return canonical_json(list(entries))


def draw_from(
    seed: bytes, bound: Bound, units: Sequence[Json], officers: Sequence[Json], *, count: int, each: int
) -> list[Json]:
    """The result: drawn units in their order, each with its officers, all by id."""
    stream = Stream(seed, bound)
    drawn = draw_positions(stream, [unit["weight"] for unit in units], count)
    place_of = {units[position]["id"]: position for position in drawn}
    conflicts: dict[int, set[int]] = {}
    for number, officer in enumerate(officers):
        for unit_id in officer["conflicts"]:
            if unit_id in place_of:
                conflicts.setdefault(place_of[unit_id], set()).add(number)
    teams = assign_officers(stream, drawn, len(officers), each, conflicts)
    return [
        {"unit": units[position]["id"], "officers": [officers[officer]["id"] for officer in team]}
        for position, team in zip(drawn, teams, strict=True)
    ]


def record_hash(record: Mapping[str, Any]) -> str:
    """Of a record without its own hash and without the pools' entries, which their own hashes hold."""
    whole = {key: value for key, value in record.items() if key != "record_sha256"}
    for pool in ("units", "officers"):
        whole[pool] = {key: value for key, value in record[pool].items() if key != "entries"}
    return content_hash(whole)


def problems_of(record: Any) -> list[str]:
    """What is wrong with a record, in Chinese sentences; empty when everything agrees."""
    if not isinstance(record, dict):
        return ["记录不是一个 JSON 对象"]
    if missing := sorted(_KEYS ^ set(record)):
        return [f"字段缺少或多余：{'、'.join(missing)}"]
    try:
        return [*_form_problems(record), *_hash_problems(record), *_replay_problems(record)]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, NotCanonical) as error:
        return [f"记录的内容残缺或类型有误：{error}"]


def _form_problems(record: Json) -> Iterable[str]:
    if record["format"] != FORMAT:
        yield f"记录格式不是 {FORMAT}"
    if record["algorithm"] != ALGORITHM:
        yield f"算法不是 {ALGORITHM}"
    for pool, name in (("units", "单位"), ("officers", "人员")):
        entries = record[pool]["entries"]
        if record[pool]["count"] != len(entries):
            yield f"{name}名单应有 {record[pool]['count']} 条，实有 {len(entries)} 条"
        ids = [entry["id"] for entry in entries]
        if ids != sorted(set(ids)):
            yield f"{name}名单没有按编号排序，或有重复"


def _hash_problems(record: Json) -> Iterable[str]:
    seed = bytes.fromhex(record["seed"])
    if len(seed) != SEED_BYTES or commitment_of(seed) != record["commitment"]["sha256"]:
        yield f"种子与承诺不符：种子的 SHA-256 是 {commitment_of(seed)}，承诺是 {record['commitment']['sha256']}"
    for pool, name in (("units", "单位"), ("officers", "人员")):
        found = hashlib.sha256(pool_bytes(record[pool]["entries"])).hexdigest()
        if found != record[pool]["sha256"]:
            yield f"{name}名单与其校验值不符：算得 {found}，记载 {record[pool]['sha256']}"
    if record_hash(record) != record["record_sha256"]:
        yield f"记录与其校验值不符：算得 {record_hash(record)}，记载 {record['record_sha256']}"


def _replay_problems(record: Json) -> Iterable[str]:
    terms, units, officers = record["terms"], record["units"]["entries"], record["officers"]["entries"]
    count, each = terms["unit_count"], terms["officers_per_unit"]
    if not (0 < count <= len(units) and 0 < each <= len(officers)):
        yield "名单的数量不足以抽取"
        return
    if any(type(unit["weight"]) is not int or not 1 <= unit["weight"] <= MOST_WEIGHT for unit in units):
        yield f"权重应为 1 至 {MOST_WEIGHT} 的整数"
        return
    bound = Bound(
        content_hash(terms), record["units"]["sha256"], record["officers"]["sha256"], record["witness"]["words"]
    )
    replayed = draw_from(bytes.fromhex(record["seed"]), bound, units, officers, count=count, each=each)
    if replayed == record["result"]:
        return
    yield "重放结果与记载不一致"
    for number, (here, there) in enumerate(zip(replayed, record["result"], strict=False), 1):
        if here != there:
            yield f"第 {number} 项：重放得 {_spoken(here)}，记载为 {_spoken(there)}"
            return
    yield f"重放得 {len(replayed)} 项，记载 {len(record['result'])} 项"


def _spoken(entry: Any) -> str:
    return canonical_json(entry).decode()

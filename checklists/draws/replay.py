"""Replay a draw from its record alone: ``python -m checklists.draws.replay record.json``.

Needs Python and this repository, nothing installed and no database. Exit code 0: everything agrees; 1: it does not.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from checklists.draws.rules.record import problems_of
from server.core.canonical import NotCanonical, canonical_json

USAGE = "用法：python -m checklists.draws.replay record.json"


def examine(content: bytes) -> tuple[Any, list[str]]:
    """The record as read, and what is wrong with the file: not one byte may differ from the canonical text."""
    try:
        record = json.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        return None, [f"文件不是有效的 JSON：{error}"]
    problems = problems_of(record)
    try:
        is_exact = canonical_json(record) == content.rstrip(b"\n")
    except (NotCanonical, RecursionError):
        is_exact = False
    if not is_exact:
        problems.append("文件的写法不是规范 JSON：有字节被改动、增删或重排")
    return record, problems


def main(arguments: Sequence[str]) -> int:
    """Print in Chinese what was found; 0 when the record agrees with itself, 1 when not, 2 for a wrong call."""
    if len(arguments) != 1:
        _say(USAGE)
        return 2
    try:
        content = Path(arguments[0]).read_bytes()
    except OSError as error:
        _say(f"文件读不出来：{error.strerror}")
        return 2
    record, problems = examine(content)
    if problems:
        _say("不一致。这份记录不能采信：", *(f"  · {problem}" for problem in problems))
        return 1
    _say(*_agreement(record))
    return 0


def _agreement(record: dict[str, Any]) -> list[str]:
    names = {unit["id"]: unit["name"] for unit in record["units"]["entries"]}
    numbers = {officer["id"]: officer["certificate_no"] for officer in record["officers"]["entries"]}
    lines = [
        "一致。承诺、名单、种子和结果相互吻合，重放得到相同的单位和人员。",
        f"抽取：{record['terms']['name']}",
        f"记录校验值：{record['record_sha256']}（请与公示页或抽取记录文书上的核对）",
        f"单位 {record['units']['count']} 家中抽 {record['terms']['unit_count']} 家，人员 {record['officers']['count']} 名：",
    ]
    for number, drawn in enumerate(record["result"], 1):
        team = "、".join(numbers[id] for id in drawn["officers"])
        lines.append(f"  {number}. {names[drawn['unit']]}　{team}")
    return lines


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Make web/shared/terms.json from the tables of docs/glossary.md, so that a word has one home."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs" / "glossary.md"
TERMS = ROOT / "web" / "shared" / "terms.json"

HEADING = re.compile(r"^## .+ \(`(?P<key>[a-z_]+)`\)$")
ROW = re.compile(r"^\| (?P<name>[a-z][a-z_0-9]*) \| (?P<chinese>[^|]+?) \| (?P<meaning>[^|]+?) \|$")
TABLE_FRAME = ("| name | 中文 | meaning |", "|---|---|---|")


def terms_of(text: str) -> dict[str, dict[str, str]]:
    """Read {table: {name: Chinese word}} from the glossary's text.

    Raises ValueError for a row that is no row, stands under no table, or repeats a name of its table.
    """
    tables: dict[str, dict[str, str]] = {}
    table: dict[str, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := HEADING.match(line):
            if heading["key"] in tables:
                raise ValueError(f"line {number}: table {heading['key']} stands twice")
            table = tables[heading["key"]] = {}
        elif line.startswith("#"):
            table = None
        elif line.startswith("|") and line not in TABLE_FRAME:
            row = ROW.match(line)
            if row is None or table is None or row["name"] in table:
                raise ValueError(f"line {number}: not a new row of a table: {line}")
            table[row["name"]] = row["chinese"]
    return tables


def rendered(terms: dict[str, dict[str, str]]) -> str:
    """Give the exact text of terms.json."""
    return json.dumps(terms, ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Write terms.json; with --check, only say whether it is up to date."""
    text = rendered(terms_of(GLOSSARY.read_text(encoding="utf-8")))
    if "--check" in sys.argv[1:]:
        return 0 if TERMS.is_file() and TERMS.read_text(encoding="utf-8") == text else 1
    TERMS.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

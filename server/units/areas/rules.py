"""What the codes of areas (GB/T 2260) say by themselves."""

from __future__ import annotations


def code_prefix(code: str) -> str:
    """What all codes inside an area begin with: 370000 -> 37, 370100 -> 3701, 370102 -> 370102."""
    for zeros in ("0000", "00"):
        if code.endswith(zeros) and len(code) == 6:
            return code[: -len(zeros)]
    return code

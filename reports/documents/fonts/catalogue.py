"""Which font plays which part on the paper, best first.

The order is the house rule: the bureau's licensed font if it is installed, then Fandol, then Noto CJK SC. Titles are the
exception: Fandol Song Bold lacks three characters in five of GBK and would patch a unit's name together from two designs,
so a title goes straight to Noto Serif Bold, which is the nearest free design to 小标宋.
"""

from dataclasses import dataclass
from enum import StrEnum


class Face(StrEnum):
    """A part that a font plays; the value names its file and is spoken of in the style sheet."""

    FANG = "fang"  # 仿宋: the body of every form
    TITLE = "title"  # 小标宋: titles
    HEI = "hei"  # 黑体: labels and first-level headings
    KAI = "kai"  # 楷体: remarks
    SERIF = "serif"  # whatever the faces above lack
    RARE = "rare"  # characters beyond GBK, for names
    LATIN = "latin"  # digits and letters, Times-like
    MONO = "mono"  # hashes


@dataclass(frozen=True, slots=True)
class Candidate:
    """One font file that may play a face."""

    family: str  # the name inside the file, compared without case
    style: str  # "Regular" or "Bold"
    licence: str


_LICENSED = "licensed to the bureau"
_FANDOL = "GPL with font exception"
_OFL = "SIL OFL 1.1"

CANDIDATES: dict[Face, tuple[Candidate, ...]] = {
    Face.FANG: (
        Candidate("FangSong_GB2312", "Regular", _LICENSED),
        Candidate("仿宋_GB2312", "Regular", _LICENSED),
        Candidate("FZFangSong-Z02S", "Regular", _LICENSED),
        Candidate("FangSong", "Regular", _LICENSED),
        Candidate("FandolFang R", "Regular", _FANDOL),
        Candidate("FandolFang", "Regular", _FANDOL),
        Candidate("Noto Serif CJK SC", "Regular", _OFL),
    ),
    Face.TITLE: (
        Candidate("FZXiaoBiaoSong-B05S", "Regular", _LICENSED),
        Candidate("FZXiaoBiaoSong-B05", "Regular", _LICENSED),
        Candidate("Noto Serif CJK SC", "Bold", _OFL),
    ),
    Face.HEI: (
        Candidate("SimHei", "Regular", _LICENSED),
        Candidate("FZHei-B01S", "Regular", _LICENSED),
        Candidate("Noto Sans CJK SC", "Regular", _OFL),
    ),
    Face.KAI: (
        Candidate("KaiTi_GB2312", "Regular", _LICENSED),
        Candidate("KaiTi", "Regular", _LICENSED),
        Candidate("FandolKai", "Regular", _FANDOL),
        Candidate("LXGW WenKai", "Regular", _OFL),
        Candidate("Noto Serif CJK SC", "Regular", _OFL),
    ),
    Face.SERIF: (Candidate("Noto Serif CJK SC", "Regular", _OFL),),
    Face.RARE: (Candidate("Noto Serif CJK SC", "Regular", _OFL),),
    Face.LATIN: (
        Candidate("Times New Roman", "Regular", _LICENSED),
        Candidate("Liberation Serif", "Regular", _OFL),
        Candidate("Noto Serif CJK SC", "Regular", _OFL),
    ),
    Face.MONO: (
        Candidate("Liberation Mono", "Regular", _OFL),
        Candidate("Noto Sans Mono CJK SC", "Regular", _OFL),
    ),
}

# Faces a page asks for by these stacks; each ends in what lacks nothing.
STACKS: dict[str, tuple[Face, ...]] = {
    "fang": (Face.LATIN, Face.FANG, Face.SERIF, Face.RARE),
    "title": (Face.TITLE, Face.SERIF, Face.RARE),
    "hei": (Face.HEI, Face.SERIF, Face.RARE),
    "kai": (Face.LATIN, Face.KAI, Face.SERIF, Face.RARE),
    "serif": (Face.LATIN, Face.SERIF, Face.RARE),
    "mono": (Face.MONO, Face.SERIF),
}

# Characters that a font draws as others: Fandol's ￥ is a dollar sign, and a fine in dollars is no fine.
WRONG_IN: dict[str, frozenset[int]] = dict.fromkeys(("FandolFang", "FandolKai"), frozenset({0xA5, 0xFFE5}))


def gbk_characters() -> frozenset[int]:
    """All code points that GBK can write, with ASCII."""
    found = set(range(0x20, 0x7F))
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                found.add(ord(bytes((lead, trail)).decode("gbk")))
            except (UnicodeDecodeError, TypeError):
                continue
    return frozenset(found)


def is_rare_ideograph(code_point: int) -> bool:
    """Whether a code point is an ideograph outside the basic block's GBK part, as rare names have them."""
    return 0x3400 <= code_point <= 0x9FFF or 0xF900 <= code_point <= 0xFAFF or 0x20000 <= code_point <= 0x323AF

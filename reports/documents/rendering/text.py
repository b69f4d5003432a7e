"""Make text that people typed fit for paper: same words, no characters that print as boxes or cost seconds of search."""

import re
import unicodedata

EMOJI_MARK = "〔表情〕"
_LAST_IDEOGRAPH_PLANE = 0x3FFFD
MISSING_MARK = "〓"  # the printers' mark for a sort that is not in the case

_REPLACED = {
    0x00A5: "￥",  # the half-width sign is in no Chinese font of these
    0x00A0: " ",  # no-break space
    0x2007: " ",
    0x202F: " ",
    0x2010: "-",
    0x2011: "-",  # no-break hyphen
    0x2012: "-",
    0x2028: "\n",
    0x2029: "\n",
    0x0085: "\n",
    0x22EF: "…",
    0xFFFC: "",
    0x2027: "·",
    0x30FB: "·",
    0x2022: "·",
}
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\U00002600-\U000026ff\U00002700-\U000027bf\U0001f1e6-\U0001f1ff\U00002b50-\U00002b55"
    "\U0000231a\U0000231b\U000023e9-\U000023f3\U000e0020-\U000e007f\u20e3\u200d\ufe0f]+"
)
_KEPT_SYMBOLS = frozenset("☆★○●◎◇◆□■△▲※→←↑↓√×÷±≥≤☑☒☐✓✔")


def normalise(text: str) -> str:
    """Give text fit for paper: NFC, plain hyphens and spaces, no controls or direction marks, emoji named as such."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = "".join(_REPLACED.get(ord(c), c) for c in text)
    text = _EMOJI.sub(_emoji_mark, text)
    return "".join(c for c in text if c == "\n" or not _is_unprintable(c)).strip()


def _emoji_mark(match: re.Match[str]) -> str:
    if kept := "".join(c for c in match.group() if c in _KEPT_SYMBOLS):
        return kept
    return EMOJI_MARK if any(unicodedata.category(c) == "So" for c in match.group()) else ""


def _is_unprintable(character: str) -> bool:
    """Controls, direction marks, surrogates, private and unassigned code points, variation selectors.

    Ideographs newer than Python's tables count as characters: one in a name must be missed, not dropped.
    """
    if 0x20000 <= ord(character) <= _LAST_IDEOGRAPH_PLANE:
        return False
    category = unicodedata.category(character)
    return category in {"Cc", "Cf", "Cs", "Co", "Cn"} or 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character)


def mark_missing(text: str, drawable: frozenset[int]) -> tuple[str, list[str]]:
    """Put 〓 for what no font can draw, and name the characters so replaced.

    A missing character would make the text engine search every font of the machine, which costs seconds.
    """
    missing: list[str] = []
    kept: list[str] = []
    for character in text:
        if ord(character) in drawable or character.isspace():
            kept.append(character)
        else:
            missing.append(character)
            kept.append(MISSING_MARK)
    return "".join(kept), list(dict.fromkeys(missing))

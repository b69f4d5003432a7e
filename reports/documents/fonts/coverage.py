"""Ask which characters of a name the fonts lack, before it is printed as boxes."""

from reports.documents.fonts.catalogue import STACKS, Face
from reports.documents.fonts.preparing import FontSet


def missing_characters(text: str, fonts: FontSet, stack: str = "fang") -> list[str]:
    """Characters that no face of the stack can draw, each once, in order of appearance."""
    covered = [fonts.faces[face].characters for face in STACKS[stack]]
    missing = (c for c in text if not c.isspace() and not any(ord(c) in face for face in covered))
    return list(dict.fromkeys(missing))


def is_patched(text: str, fonts: FontSet, face: Face = Face.FANG) -> bool:
    """Whether a text would be pieced together from two designs because the face lacks some of its ideographs."""
    characters = fonts.faces[face].characters
    return any(ord(c) > 0x2E7F and ord(c) not in characters for c in text)

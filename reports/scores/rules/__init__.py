"""How facts of a unit become a score that anybody can work out again by hand."""

from reports.scores.rules.scoring import (
    FACTS,
    Band,
    Fact,
    Factor,
    Part,
    Scheme,
    SchemeDraft,
    band_of,
    check_scheme,
    read_scheme,
    score_of,
)

__all__ = [
    "FACTS",
    "Band",
    "Fact",
    "Factor",
    "Part",
    "Scheme",
    "SchemeDraft",
    "band_of",
    "check_scheme",
    "read_scheme",
    "score_of",
]

"""Indicators, how rows become points, and what may be assessed."""

from reports.assessments.rules.drafts import (
    FIXED_TARGETS,
    RunDraft,
    SchemeDraft,
    check_as_of,
    check_indicators,
    check_scheme_year,
)
from reports.assessments.rules.points import (
    Counted,
    Indicator,
    hash_of_rows,
    indicator_of,
    points_of,
    ranks_of,
    total_of,
    weighted,
)
from reports.assessments.rules.sources import SOURCES, DataSource, SourceRow

__all__ = [
    "FIXED_TARGETS",
    "SOURCES",
    "Counted",
    "DataSource",
    "Indicator",
    "RunDraft",
    "SchemeDraft",
    "SourceRow",
    "check_as_of",
    "check_indicators",
    "check_scheme_year",
    "hash_of_rows",
    "indicator_of",
    "points_of",
    "ranks_of",
    "total_of",
    "weighted",
]

"""Reads of what follows decisions; the front door of the room."""

from reports.executions.queries.executions import (
    FILES,
    PAPERS,
    around_of,
    case_subjects,
    course_of,
    execution_page,
    execution_rows,
    guard_executions,
    paper_unit,
)

__all__ = [
    "FILES",
    "PAPERS",
    "around_of",
    "case_subjects",
    "course_of",
    "execution_page",
    "execution_rows",
    "guard_executions",
    "paper_unit",
]

"""What a record is, what the server finds in it, and which hazards it shows."""

from checklists.inspections.rules.flags import (
    FIRST_RESPONSIBLE_ITEM,
    GROUP_NAMES,
    Circumstances,
    examine,
    is_legal,
)
from checklists.inspections.rules.found import Flag
from checklists.inspections.rules.hazards import hazard_of_register, hazards_of
from checklists.inspections.rules.merging import Decision, Disagreement, Part, Whole, flags_of_whole, merge
from checklists.inspections.rules.people import Qualified
from checklists.inspections.rules.rates import rates_of
from checklists.inspections.rules.records import (
    COLUMNS_OF_RECORD,
    Evidence,
    ExpectedFile,
    Submission,
    files_of,
    inspected_on,
)

__all__ = [
    "COLUMNS_OF_RECORD",
    "FIRST_RESPONSIBLE_ITEM",
    "GROUP_NAMES",
    "Circumstances",
    "Decision",
    "Disagreement",
    "Evidence",
    "ExpectedFile",
    "Flag",
    "Part",
    "Qualified",
    "Submission",
    "Whole",
    "examine",
    "files_of",
    "flags_of_whole",
    "hazard_of_register",
    "hazards_of",
    "inspected_on",
    "is_legal",
    "merge",
    "rates_of",
]

"""Rules of publicity activities and micro-courses."""

from courses.activities.rules.micro_courses import MicroCourseDraft, check_micro_course, percent_of, public_question
from courses.activities.rules.records import ActivityDraft, ActivityKind, check_activity

__all__ = [
    "ActivityDraft",
    "ActivityKind",
    "MicroCourseDraft",
    "check_activity",
    "check_micro_course",
    "percent_of",
    "public_question",
]

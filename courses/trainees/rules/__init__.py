"""Audiences, identity numbers, certificates of others."""

from courses.trainees.rules.people import (
    AUDIENCE_WORDS,
    POLICE_AUDIENCES,
    WORD_OF_AUDIENCE,
    Audience,
    CheckState,
    NewPerson,
    SkillDraft,
    SkillKind,
    TraineeDraft,
    check_digit,
    is_identity_number,
    make_password,
    mask_identity,
    normal_identity,
)

__all__ = [
    "AUDIENCE_WORDS",
    "POLICE_AUDIENCES",
    "WORD_OF_AUDIENCE",
    "Audience",
    "CheckState",
    "NewPerson",
    "SkillDraft",
    "SkillKind",
    "TraineeDraft",
    "check_digit",
    "is_identity_number",
    "make_password",
    "mask_identity",
    "normal_identity",
]

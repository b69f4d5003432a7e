"""Audiences of training, identity numbers, certificates of others."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Audience(StrEnum):
    """Who is trained. Source: JN-3.4a, JN-3.4b, LN-19a."""

    PRINCIPAL = "principal"  # 单位负责人
    SECURITY_MANAGER = "security_manager"  # 保卫管理人员
    SECURITY_STAFF = "security_staff"  # 治安保卫人员
    GUARD = "guard"  # 保安员
    KEY_POST = "key_post"  # 重要岗位从业人员
    INFORMANT = "informant"  # 情报信息员
    POLICE_INTERNAL = "police_internal"  # 内保民警
    POLICE_COMMUNITY = "police_community"  # 社区民警


#: Trained by the police for the police, and counted apart. Source: JN-3.4b.
POLICE_AUDIENCES = frozenset({Audience.POLICE_INTERNAL, Audience.POLICE_COMMUNITY})

AUDIENCE_WORDS = {
    "单位负责人": Audience.PRINCIPAL,
    "保卫管理人员": Audience.SECURITY_MANAGER,
    "治安保卫人员": Audience.SECURITY_STAFF,
    "保安员": Audience.GUARD,
    "重要岗位从业人员": Audience.KEY_POST,
    "情报信息员": Audience.INFORMANT,
    "内保民警": Audience.POLICE_INTERNAL,
    "社区民警": Audience.POLICE_COMMUNITY,
}
WORD_OF_AUDIENCE = {audience: word for word, audience in AUDIENCE_WORDS.items()}


class SkillKind(StrEnum):
    """Certificates that others issue and we only record. Source: LN-19b."""

    GUARD_CARD = "guard_card"  # 保安员证
    GUARD_GRADE = "guard_grade"  # 保安员职业技能等级
    MANAGER_GRADE = "manager_grade"  # 保卫管理员职业技能等级


class CheckState(StrEnum):
    UNCHECKED = "unchecked"
    CONFIRMED = "confirmed"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class NewPerson:
    """Somebody not yet in the house, of a unit."""

    id: UUID
    name: str
    post: str
    phone: str | None
    unit_id: UUID


@dataclass(frozen=True)
class TraineeDraft:
    """A person under an audience from a day on: somebody known (``person_id``) or somebody new (``person``)."""

    id: UUID
    audience: Audience
    from_on: date
    person_id: UUID | None = None
    person: NewPerson | None = None
    identity_number: str | None = None


@dataclass(frozen=True)
class SkillDraft:
    """A certificate as its paper says; ``level`` is empty where the kind has none."""

    id: UUID
    person_id: UUID
    kind: SkillKind
    level: str
    number: str
    authority: str
    issued_on: date
    valid_to: date | None


_IDENTITY = re.compile(r"[1-9]\d{16}[\dX]\Z")
_WEIGHTS = tuple(2**power % 11 for power in range(17, 0, -1))


def normal_identity(text: str) -> str:
    """Without spaces, a closing x in capitals."""
    return "".join(text.split()).upper()


def is_identity_number(number: str) -> bool:
    """Whether eighteen characters can be an identity number: birth day and check digit. Source: JN-3.4a.

    GB 11643-1999: the check digit is ISO 7064 MOD 11-2 over the seventeen before it.
    """
    if not _IDENTITY.match(number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return check_digit(number[:17]) == number[17]


def check_digit(seventeen: str) -> str:
    """The eighteenth character, X standing for ten."""
    rest = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True)) % 11
    return "0123456789X"[(12 - rest) % 11]


def mask_identity(number: str) -> str:
    """370102199001011234 -> 370***********1234."""
    return f"{number[:3]}{'*' * 11}{number[-4:]}" if len(number) == 18 else "*" * len(number)


_LETTERS = "abcdefghjkmnpqrstuvwxyz"  # none that is read as a digit
_DIGITS = "23456789"


def make_password() -> str:
    """Twelve characters that can be read out: three groups of letters and digits."""
    groups = ["".join(secrets.choice(letters) for _ in range(4)) for letters in (_LETTERS, _DIGITS, _LETTERS)]
    return "-".join(groups)

"""Lines, zones and tests: drafts, how a line stands, when it counts as lost."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from device_checks.alarms.errors import AccountInvalid, KeyInvalid, NotAnAlarm
from device_checks.alarms.rules.frames import KEY_BYTES, normal_account
from device_checks.alarms.rules.signals import AlarmKind
from server.core.errors import FieldProblem

DC09, HTTP = "dc09", "http"
PROTOCOLS = (DC09, HTTP)
SEAL_PURPOSE = "alarm line key"
#: A key or token is shown once; only this much of it stays readable, to tell two apart.
HINT_LENGTH = 4

TEST_SECONDS = 180
#: Signals that belong to one press (the restore, the second path) come within this span.
AFTER_RECEIPT = timedelta(seconds=30)
#: From the press until the server has it. Source: LN-11b.
GOOD_WITHIN_SECONDS = 10.0

#: What a signal of an unknown zone is, by what the facility is.
KIND_OF_TYPE = {
    "one_button": AlarmKind.PANIC,
    "vehicle_one_button": AlarmKind.PANIC,
    "intrusion": AlarmKind.INTRUSION,
    "perimeter": AlarmKind.PERIMETER,
}

_ACCOUNT = re.compile(r"[0-9A-Fa-f]{3,16}\Z")
_KEY = re.compile(r"(?:[0-9A-Fa-f]{2})+\Z")


class LineState(StrEnum):
    WAITING = "waiting"  # never heard yet
    ONLINE = "online"
    SILENT = "silent"
    STOPPED = "stopped"


class TestResult(StrEnum):
    __test__ = False  # no test of pytest's
    WAITING = "waiting"
    RECEIVED = "received"
    LATE = "late"  # received, later than it should be
    MISSED = "missed"


@dataclass(frozen=True)
class LineDraft:
    """A line; ``account`` and ``key`` (hex, or empty for a line without encryption) of DC-09 alone."""

    id: UUID
    facility_id: UUID
    protocol: str
    account: str = ""
    key: str = ""
    heartbeat_seconds: int | None = None


@dataclass(frozen=True)
class ZoneDraft:
    id: UUID
    number: str
    kind: str
    name: str
    place_id: UUID | None = None


@dataclass(frozen=True)
class TestDraft:
    """``origin``: phone or console. ``seconds``: how long the window stays open."""

    __test__ = False
    id: UUID
    facility_id: UUID
    origin: str = "console"
    seconds: int = TEST_SECONDS


def check_facility_type(type: str) -> None:
    """Raises NotAnAlarm.  Source: LN-11a, LN-11b."""
    if type not in KIND_OF_TYPE:
        raise NotAnAlarm(fields=[FieldProblem("facility_id", NotAnAlarm.title, NotAnAlarm.code)])


def check_account(account: str) -> str:
    """The account in its normal form. Raises AccountInvalid."""
    if not _ACCOUNT.match(account):
        raise AccountInvalid(fields=[FieldProblem("account", AccountInvalid.title, AccountInvalid.code)])
    return normal_account(account)


def check_key(key: str) -> str:
    """A key in hex, upper case; empty stays empty. Raises KeyInvalid."""
    if key and not (_KEY.match(key) and len(key) // 2 in KEY_BYTES):
        raise KeyInvalid(fields=[FieldProblem("key", KeyInvalid.title, KeyInvalid.code)])
    return key.upper()


def make_key() -> str:
    """A new AES-256 key in hex."""
    return secrets.token_hex(32).upper()


def make_token() -> str:
    """What an HTTP device shows; nobody can guess it, so its plain hash is enough to keep."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return hashlib.sha256(b"alarm line " + token.encode("utf-8", "replace")).hexdigest()


def lost_after(heartbeat_seconds: int) -> timedelta:
    """How long a line may be silent: two signs of life missed, and half a minute for the way."""
    return timedelta(seconds=2 * heartbeat_seconds + 30)


def state_of(is_stopped: bool, is_silent: bool, last_heard_at: datetime | None) -> LineState:
    """How a line stands on the screen."""
    if is_stopped:
        return LineState.STOPPED
    if is_silent:
        return LineState.SILENT
    return LineState.ONLINE if last_heard_at else LineState.WAITING


def result_of(seconds: float | None, until: datetime, now: datetime) -> TestResult:
    """How a test stands: ``seconds`` from the press to the receipt, None as long as nothing came."""
    if seconds is not None:
        return TestResult.RECEIVED if seconds <= GOOD_WITHIN_SECONDS else TestResult.LATE
    return TestResult.WAITING if now < until else TestResult.MISSED

"""What codes of Contact-ID and SIA mean to a station house."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from device_checks.alarms.rules.frames import CID, NULL, Content


class AlarmKind(StrEnum):
    """What a signal is. Source: LN-11a, LN-11b."""

    PANIC = "panic"
    INTRUSION = "intrusion"
    PERIMETER = "perimeter"
    OTHER = "other"  # fire, gas, somebody ill: not ours alone, yet somebody calls
    TAMPER = "tamper"
    POWER = "power"
    TEST = "test"
    RESTORE = "restore"
    STATUS = "status"  # armed, disarmed and the like
    HEARTBEAT_LOST = "heartbeat_lost"
    UNKNOWN = "unknown"


#: What makes the screen ring. What we cannot read might be a call for help.
RINGING = (AlarmKind.PANIC, AlarmKind.INTRUSION, AlarmKind.PERIMETER, AlarmKind.OTHER, AlarmKind.UNKNOWN)
#: What somebody has to look at, without a sound.
TROUBLE = (AlarmKind.TAMPER, AlarmKind.POWER, AlarmKind.HEARTBEAT_LOST)
ZONE_KINDS = (AlarmKind.PANIC, AlarmKind.INTRUSION, AlarmKind.PERIMETER, AlarmKind.TAMPER, AlarmKind.OTHER)

#: What a device that speaks HTTP may say.
SAID_KINDS = ("panic", "intrusion", "perimeter", "other", "tamper", "power", "test", "restore", "status", "heartbeat")

REPEAT_STAMPED, REPEAT_UNSTAMPED = timedelta(minutes=10), timedelta(seconds=60)

_CID = re.compile(r"(?P<qualifier>[136])(?P<code>[0-9A-F]{3})\s?(?P<group>[0-9A-F]{2})\s?(?P<zone>[0-9A-F]{3})")
_DCS = re.compile(r"(?P<code>[A-Z]{2})(?P<zone>[0-9A-Fa-f]*)")
#: New or old, then time, user, area and the like; some panels leave the slash out.
_MODIFIER = re.compile(
    r"[NO](?=[a-z]|[A-Z]{2})|/|(?:ti[\d:]*|da[\d-]*|(?:id|ri|pi|va|pt|lt)(?:[0-9A-Fa-f]+(?=/)|\d*))/?"
)

#: First match by the longest beginning of the code. As SIA DC-05 (Contact-ID) has them.
_OF_CID: Mapping[str, AlarmKind] = {
    "10": AlarmKind.OTHER,
    "11": AlarmKind.OTHER,
    "12": AlarmKind.PANIC,
    "13": AlarmKind.INTRUSION,
    "131": AlarmKind.PERIMETER,
    "136": AlarmKind.PERIMETER,
    "137": AlarmKind.TAMPER,
    "14": AlarmKind.INTRUSION,
    "144": AlarmKind.TAMPER,
    "145": AlarmKind.TAMPER,
    "15": AlarmKind.OTHER,
    "16": AlarmKind.OTHER,
    "30": AlarmKind.POWER,
    "33": AlarmKind.POWER,
    "35": AlarmKind.POWER,
    "37": AlarmKind.TAMPER,
    "38": AlarmKind.STATUS,
    "383": AlarmKind.TAMPER,
    "384": AlarmKind.POWER,
    "4": AlarmKind.STATUS,
    "5": AlarmKind.STATUS,
    "601": AlarmKind.TEST,
    "602": AlarmKind.STATUS,  # the daily report of a panel that is well: nobody pressed anything
    "6": AlarmKind.STATUS,
}
#: Event codes of two letters, as SIA DC-03 has them.
_OF_DCS: Mapping[str, AlarmKind] = {
    **dict.fromkeys(("PA", "HA", "DA", "MB"), AlarmKind.PANIC),
    **dict.fromkeys(("BA", "BV", "BM", "UA", "JA"), AlarmKind.INTRUSION),
    **dict.fromkeys(("EA",), AlarmKind.PERIMETER),
    **dict.fromkeys(("FA", "FT", "GA", "HT", "KA", "MA", "QA", "SA", "WA", "ZA"), AlarmKind.OTHER),
    **dict.fromkeys(("TA", "ES", "BT", "PT"), AlarmKind.TAMPER),
    **dict.fromkeys(("AT", "AN", "YT", "YP", "YM", "YI", "YC", "YS"), AlarmKind.POWER),
    **dict.fromkeys(("RX",), AlarmKind.TEST),
    **dict.fromkeys(
        ("AR", "BH", "BR", "ER", "FR", "FH", "GR", "GH", "HR", "HH", "KR", "KH", "MR", "MH", "PR", "PH", "QR", "QH"),
        AlarmKind.RESTORE,
    ),
    **dict.fromkeys(("SR", "SH", "TR", "TH", "UR", "WR", "WH", "YQ", "YR", "YK", "ZR", "ZH"), AlarmKind.RESTORE),
    **dict.fromkeys(
        ("BC", "CA", "CF", "CG", "CL", "CP", "CR", "CS", "NL", "OA", "OG", "OP", "OR", "OS", "RP", "TE", "TS", "TX"),
        AlarmKind.STATUS,
    ),
}


@dataclass(frozen=True)
class Signal:
    """One thing a line said. ``zone`` without zeros in front; ``sequence`` of the frame it came in."""

    code: str
    kind: AlarmKind
    zone: str = ""
    text: str = ""
    sequence: str = ""
    stamped_at: datetime | None = None
    is_heartbeat: bool = False


def read_signal(kind: str, sequence: str, content: Content) -> Signal:
    """Make sense of an opened frame; what cannot be read is an unknown signal, never an error."""
    text = "".join(letter if letter.isprintable() else "·" for letter in content.data)[:400]
    if kind == NULL:
        return Signal("NULL", AlarmKind.STATUS, "", text, sequence, content.stamped_at, is_heartbeat=True)
    code, found, zone = _of_cid(text) if kind == CID else _of_dcs(text)
    return Signal(code, found, zone, text, sequence, content.stamped_at)


def kind_in_zone(kind: AlarmKind, zone_kind: str | None) -> AlarmKind:
    """A burglary in a zone that stands in the ledger as perimeter is a perimeter alarm; other signals stay."""
    if zone_kind is None or kind not in (AlarmKind.INTRUSION, AlarmKind.PERIMETER, AlarmKind.UNKNOWN):
        return kind
    return AlarmKind(zone_kind)


def normal_zone(zone: str) -> str:
    """``002`` and ``2`` are one zone; zone 0 is none."""
    return zone.upper().lstrip("0")


def is_repeat(earlier_stamp: datetime | None, earlier_at: datetime, signal: Signal, now: datetime) -> bool:
    """Whether a signal with the sequence and text of an earlier one is that one sent again.

    A sender repeats a frame as it was, stamp included, until it is acknowledged; a second press has a stamp of its
    own. Without stamps only a short while tells: some devices give every frame the same number.
    """
    if earlier_stamp is not None and signal.stamped_at is not None:
        return earlier_stamp == signal.stamped_at and now - earlier_at <= REPEAT_STAMPED
    return earlier_stamp is signal.stamped_at and now - earlier_at <= REPEAT_UNSTAMPED


def _of_cid(text: str) -> tuple[str, AlarmKind, str]:
    found = _CID.match(text)
    if found is None:
        return "", AlarmKind.UNKNOWN, ""
    code, zone = found["code"], normal_zone(found["zone"])
    kind = next((_OF_CID[code[:size]] for size in (3, 2, 1) if code[:size] in _OF_CID), AlarmKind.UNKNOWN)
    if found["qualifier"] == "3" and kind != AlarmKind.STATUS:
        kind = AlarmKind.RESTORE
    elif found["qualifier"] == "6":  # reported before and still so
        kind = AlarmKind.STATUS if kind not in RINGING else kind
    return found["qualifier"] + code, kind, zone


def _of_dcs(text: str) -> tuple[str, AlarmKind, str]:
    at = 0
    while modifier := _MODIFIER.match(text, at):
        at = modifier.end()
    found = _DCS.match(text, at)
    if found is None:
        return "", AlarmKind.UNKNOWN, ""
    return found["code"], _OF_DCS.get(found["code"], AlarmKind.UNKNOWN), normal_zone(found["zone"])

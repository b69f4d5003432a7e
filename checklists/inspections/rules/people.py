"""Who made the check and who signed: of one record, and of a check that several officers recorded in parts.

Source: 行政处罚法 arts. 42, 55; 公安机关办理行政案件程序规定 arts. 52, 82, 86.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from checklists.inspections.rules.found import Flag

Json = dict[str, Any]


@dataclass(frozen=True)
class Qualified:
    """An officer whose certificate was valid on the day of the check."""

    name: str
    certificate_no: str
    reaches_unit: bool = True


def check_officers(record: Json, qualified: Mapping[UUID, Qualified]) -> Iterator[Flag]:
    """Each officer by himself: certificate valid that day, name as registered, an agency that answers for the unit."""
    for number, officer in enumerate(record["officers"], 1):
        known = qualified.get(officer["person_id"])
        if known is None:
            yield Flag("officer_unqualified", f"第 {number} 名检查人员当日没有有效执法证件")
            continue
        if (officer["name"], officer["certificate_no"]) != (known.name, known.certificate_no):
            yield Flag("certificate_mismatch", f"第 {number} 名检查人员姓名或证件号与登记不符")
        if not known.reaches_unit:
            yield Flag("officer_out_of_reach", f"第 {number} 名检查人员所属机关不管辖该单位", severity="warning")


def check_team(record: Json) -> Iterator[Flag]:
    """The officers together: two of them, certificates shown, each one's signature and nobody else's."""
    officers = record["officers"]
    if _distinct(officers) < 2:
        yield Flag("officers_too_few", "检查人员少于两名")
    for number, officer in enumerate(officers, 1):
        if not officer["certificate_shown"]:
            yield Flag("certificate_not_shown", f"第 {number} 名检查人员未记录出示证件")
    listed = {officer["person_id"] for officer in officers}
    signed = [signature for signature in record["signatures"] if signature["role"] == "officer"]
    if unsigned := listed - {signature.get("person_id") for signature in signed}:
        yield Flag("officer_signature_missing", f"{len(unsigned)} 名检查人员未签名")
    for signature in signed:
        if signature.get("person_id") not in listed:
            yield Flag("signature_of_stranger", f"{signature['name']} 以检查人员身份签名，但不在检查人员之列")


def _distinct(officers: list[Json]) -> int:
    """How many people they are: one who is entered twice under two ids still holds one certificate."""
    ids = {officer["person_id"] for officer in officers}
    return min(len(ids), len({officer["certificate_no"] or officer["person_id"] for officer in officers}))


def check_unit_side(record: Json) -> Iterator[Flag]:
    """The unit signed, or its refusal was noted with a witness; not both."""
    signed = any(signature["role"] == "unit" for signature in record["signatures"])
    refusal = record.get("refusal")
    if refusal is None:
        if not signed:
            yield Flag("unit_signature_missing", "被检查单位未签名，也未记录拒签")
        return
    if signed:
        yield Flag("refusal_and_signature", "既有被检查单位签名，又记录了拒签")
    if not refusal["witness"].strip():
        yield Flag("refusal_without_witness", "拒签未记录见证人")

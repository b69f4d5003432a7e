"""From a round to what its papers and its public page say; texts are chosen by the day of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from reports.commendations.models import CommendationNotice, CommendationRound, Honour, HonourRevocation, Nomination
from reports.commendations.queries.nominations import approved_of, objections_of
from reports.commendations.queries.rounds import decision_of, notice_of, round_by_id
from reports.commendations.rules import HonourKind, RoundState, mask_private
from reports.documents.queries import documents_of_subjects
from reports.documents.rendering.wording import write_day, write_numeral
from reports.documents.rules import (
    Authority,
    Block,
    DocumentKind,
    Heading,
    HonourCertificate,
    OfficialDocument,
    Paragraph,
    Table,
    Verification,
)
from reports.wording.queries import texts_on
from server.core import clock
from server.core.errors import NotFound
from server.units.agencies.queries import agency_by_id, name_on
from server.units.bases.queries import resolve_known_bases

Json = dict[str, Any]


def notice_facts(row: CommendationRound, number: str, verification: Verification) -> OfficialDocument:
    """公示: who is to be commended, how long anyone may object, and where. Source: JN-3.5a."""
    notice = notice_of(row.id)
    authority = name_on(row.agency_id, notice.started_on)
    texts = texts_on(DocumentKind.COMMENDATION_PROPOSAL.value, notice.started_on)
    lead = texts.say(
        "commendation_proposal.lead",
        bases=bases_in_words(row, notice.started_on),
        authority=authority.name,
        title=row.title,
    )
    term = _term_words(notice, authority.name)
    return OfficialDocument(
        kind=DocumentKind.COMMENDATION_PROPOSAL,
        authority=Authority(authority.name, authority.short_name),
        number=number,
        title=f"{authority.name}关于“{row.title}”拟表彰对象的公示",
        addressees=(),
        blocks=(Paragraph(lead), *_lists(row, approved_of(row.id), deeds=True), Paragraph(term)),
        decided_on=notice.started_on,
        verification=verification,
    )


def decision_facts(row: CommendationRound, number: str, verification: Verification, *, draft: bool) -> OfficialDocument:
    """表彰决定. A draft is dated today and stands on the bases of today. Source: JN-3.5a, LN-19c."""
    decision, notice = decision_of(row.id), notice_of(row.id)
    day = decision.decided_on if decision else clock.today()
    authority = name_on(row.agency_id, day)
    texts = texts_on(DocumentKind.COMMENDATION_DECISION.value, day)
    lead = texts.say(
        "commendation_decision.lead",
        year=row.year,
        bases=bases_in_words(row, day),
        authority=authority.name,
        title=row.title,
    )
    blocks: list[Block] = [Paragraph(lead), *_lists(row, approved_of(row.id), deeds=False)]
    if notice:
        told = len(objections_of(row.id))
        words = (
            texts.say("commendation_decision.objections_answered", count=told)
            if told
            else texts.say("commendation_decision.no_objection")
        )
        days = {"started_on": write_day(notice.started_on), "ends_on": write_day(notice.ends_on)}
        blocks.append(Paragraph(texts.say("commendation_decision.close", **days, objections=words)))
    return OfficialDocument(
        kind=DocumentKind.COMMENDATION_DECISION,
        authority=Authority(authority.name, authority.short_name),
        number=number,
        title=f"{authority.name}关于{row.title}的决定",
        addressees=("各有关单位",),
        blocks=tuple(blocks),
        decided_on=day,
        verification=verification,
        printed_by=authority.name,
        printed_on=day,
        draft=draft,
    )


def preview_facts(row: CommendationRound) -> OfficialDocument:
    """The decision before it is taken: no number, no token."""
    return decision_facts(row, "", Verification(document_id=row.id, url="", token=""), draft=True)


def certificate_facts(honour: Honour, number: str, verification: Verification) -> HonourCertificate:
    """荣誉证书 of one honour. Source: JN-3.5a."""
    row = round_by_id(honour.round_id)
    authority = name_on(honour.agency_id, honour.decided_on)
    texts = texts_on(DocumentKind.HONOUR_CERTIFICATE.value, honour.decided_on)
    said = {"year": row.year, "honour": honour.title, "name": honour.name, "place": honour.place}
    return HonourCertificate(
        kind=DocumentKind.HONOUR_CERTIFICATE,
        authority=Authority(authority.name, authority.short_name),
        number=number,
        title="荣誉证书",
        recipient=honour.name,
        text=texts.say(f"honour_certificate.commended_{honour.kind}", **said),
        decided_on=honour.decided_on,
        verification=verification,
        grade=honour.title,
    )


def revocation_facts(
    decision: HonourRevocation, honour: Honour, number: str, verification: Verification
) -> OfficialDocument:
    """撤销荣誉决定: what was given, why and on which basis it is taken back, and what becomes of the certificate."""
    day, row = decision.decided_on, round_by_id(honour.round_id)
    authority = name_on(honour.agency_id, day)
    texts = texts_on(DocumentKind.HONOUR_REVOCATION.value, day)
    said = {"authority": authority.name, "name": f"{honour.place}{honour.name}", "honour": honour.title}
    paper = documents_of_subjects(DocumentKind.HONOUR_CERTIFICATE, [honour.id]).get(honour.id)
    lead = {"granted_on": write_day(honour.decided_on), "title": row.title, "reason": decision.reason}
    words = [
        texts.say("honour_revocation.lead", **said, **lead),
        texts.say("honour_revocation.decision", **said, bases=_in_words(decision.bases, day)),
        *([texts.say("honour_revocation.certificate", **said, number=paper["number"])] if paper else []),
        texts.say("honour_revocation.objection", **said),
    ]
    return OfficialDocument(
        kind=DocumentKind.HONOUR_REVOCATION,
        authority=Authority(authority.name, authority.short_name),
        number=number,
        title=f"{authority.name}关于撤销{honour.name}“{honour.title}”称号的决定",
        addressees=(honour.name,),
        blocks=tuple(Paragraph(text) for text in words),
        decided_on=day,
        verification=verification,
        printed_by=authority.name,
        printed_on=day,
    )


def bases_in_words(row: CommendationRound, day: date) -> str:
    """《…》第十七条、《…》…: those in force on the day; a lapsed basis carries nothing. Source: JN-end-a."""
    return _in_words(row.bases, day)


def _in_words(bases: Iterable[Mapping[str, str]], day: date) -> str:
    cited = [dict(basis) for basis in bases]
    known = resolve_known_bases(cited, day)
    return "、".join(
        f"《{known[basis['basis']]['title']}》{basis['article']}"
        for basis in cited
        if basis["basis"] in known and known[basis["basis"]]["status"] in ("in_force", "unknown")
    )


def public_notice(id: UUID) -> Json:
    """What everybody may see: names, places and deeds of those proposed, and how to object.

    Raises NotFound for a round that was not noticed yet. Of one withdrawn nothing but that it was. Source: JN-3.5a.
    """
    row, notice = round_by_id(id), notice_of(id)
    if notice is None:
        raise NotFound()
    authority = name_on(row.agency_id, notice.started_on).name
    withdrawn = row.state == RoundState.WITHDRAWN
    honours = {one.nomination_id: one for one in Honour.select().where(Honour.round_id == id)}
    return {
        "round": row,
        "notice": notice,
        "authority": authority,
        "agency": agency_by_id(row.agency_id).name,
        "state": _public_state(row, notice),
        "days": {"started": write_day(notice.started_on), "ends": write_day(notice.ends_on)},
        "groups": [] if withdrawn else _public_groups(row, approved_of(id), honours),
        "papers": [
            paper
            for kind in (DocumentKind.COMMENDATION_PROPOSAL, DocumentKind.COMMENDATION_DECISION)
            if (paper := documents_of_subjects(kind, [id]).get(id)) and paper["state"] in {"signed", "revoked"}
        ],
    }


def _public_state(row: CommendationRound, notice: CommendationNotice) -> str:
    if row.state != RoundState.NOTICED:
        return row.state
    return "over" if clock.today() > notice.ends_on else "running"


def _public_groups(row: CommendationRound, rows: Sequence[Nomination], honours: dict[UUID, Honour]) -> list[Json]:
    return [
        {
            "title": honour["title"],
            "kind": honour["kind"],
            "rows": [
                {
                    "name": one.name,
                    "place": one.place if one.kind == HonourKind.PERSON else "",
                    "deeds": mask_private(one.deeds),
                    "revoked": one.id in honours and not honours[one.id].live,
                }
                for one in chosen
            ],
        }
        for honour, chosen in _grouped(row, rows)
    ]


def _term_words(notice: CommendationNotice, authority: str) -> str:
    return texts_on(DocumentKind.COMMENDATION_PROPOSAL.value, notice.started_on).say(
        "commendation_proposal.term",
        first_on=write_day(notice.started_on),
        days=notice.working_days,
        ends_on=write_day(notice.ends_on),
        authority=authority,
        contact=notice.contact,
    )


def _lists(row: CommendationRound, rows: Sequence[Nomination], *, deeds: bool) -> Iterable[Block]:
    """A heading and a table for each honour; a table, as the names may be hundreds."""
    for place, (honour, chosen) in enumerate(_grouped(row, rows), 1):
        yield Heading(f"{write_numeral(place)}、{honour['title']}（{len(chosen)}个）")
        is_person = honour["kind"] == HonourKind.PERSON
        headings = ("序号", "姓名", "单位") if is_person else ("序号", "单位名称")
        widths = (1, 2, 5) if is_person else (1, 7)
        lines = [
            (
                str(number),
                one.name,
                *((one.place,) if is_person else ()),
                *((mask_private(one.deeds),) if deeds else ()),
            )
            for number, one in enumerate(chosen, 1)
        ]
        if deeds:
            headings, widths = (*headings, "主要事迹"), (1, 2, 3, 6) if is_person else (1, 4, 6)
        yield Table(headings=headings, rows=tuple(lines), widths=widths)


def _grouped(row: CommendationRound, rows: Sequence[Nomination]) -> list[tuple[Json, list[Nomination]]]:
    groups = [(honour, [one for one in rows if one.honour_code == honour["code"]]) for honour in row.honours]
    return [(honour, chosen) for honour, chosen in groups if chosen]

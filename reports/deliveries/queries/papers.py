"""What the papers of service say: 送达回证, 电子送达确认书."""

from __future__ import annotations

from reports.deliveries.models import DeliveryConsent, PaperDelivery
from reports.deliveries.rules import CHANNEL_WORDS, RECEIVER_WORDS, WAY_WORDS
from reports.documents.models import Document
from reports.documents.rendering.wording import write_day, write_minute
from reports.documents.rules import (
    KIND_TITLES,
    Authority,
    DocumentKind,
    Fields,
    LegalForm,
    Paragraph,
    SignatureLines,
    Verification,
)
from reports.wording.queries import texts_on
from server.core.clock import beijing_day
from server.units.agencies.queries import name_on
from server.units.registry.queries.lookups import unit_by_id


def receipt_facts(delivery: PaperDelivery, number: str, verification: Verification) -> LegalForm:
    """送达回证 of one service. Source: 公安机关办理行政案件程序规定 art. 36."""
    day = beijing_day(delivery.recorded_at)
    document, unit = Document.get_by_id(delivery.document_id), unit_by_id(delivery.unit_id)
    name, texts = name_on(delivery.agency_id, day), texts_on(DocumentKind.DELIVERY_RECEIPT.value, day)
    officers = "、".join(f"{one['name']}（{one['certificate_no'] or '／'}）" for one in delivery.officers)
    rows = [
        ("送达文书", f"《{KIND_TITLES[DocumentKind(document.kind)]}》（{document.number}）"),
        ("受送达人", unit.name),
        ("送达方式", WAY_WORDS[delivery.way]),
        ("送达时间", write_minute(delivery.at)),
        ("送达地点", delivery.place or delivery.address),
        ("签收人", _receiver(delivery)),
        *((label, value) for label, value in _proof(delivery) if value),
        ("视为送达日期", write_day(delivery.effective_on)),
        ("送达人", officers),
        ("备注", delivery.note),
    ]
    return LegalForm(
        kind=DocumentKind.DELIVERY_RECEIPT,
        authority=Authority(name.name, name.short_name),
        number=number,
        title="送达回证",
        blocks=(Fields(tuple(rows)), Paragraph(texts.say("delivery_receipt.note"))),
        decided_on=day,
        verification=verification,
    )


def consent_facts(consent: DeliveryConsent, number: str, verification: Verification) -> LegalForm:
    """电子送达确认书, as the unit signed it. Source: 行政处罚法 art. 61."""
    day = beijing_day(consent.at)
    name, unit = name_on(consent.agency_id, day), unit_by_id(consent.unit_id)
    texts = texts_on(DocumentKind.DELIVERY_CONSENT.value, day)
    rows = (
        ("受送达人", unit.name),
        ("统一社会信用代码", unit.uscc),
        ("确认人", f"{consent.signed_by}　{consent.post}".strip()),
        ("送达渠道", CHANNEL_WORDS[consent.channel]),
        ("送达地址", consent.address),
        ("确认日期", write_day(consent.signed_on)),
    )
    return LegalForm(
        kind=DocumentKind.DELIVERY_CONSENT,
        authority=Authority(name.name, name.short_name),
        number=number,
        title="电子送达确认书",
        blocks=(
            Fields(rows),
            Paragraph(texts.say("delivery_consent.meaning")),
            SignatureLines(("受送达人（签名或者盖章）",)),
        ),
        decided_on=day,
        verification=verification,
    )


def _proof(delivery: PaperDelivery) -> tuple[tuple[str, str], ...]:
    """What only some ways of service have; the rows of the others would stand empty."""
    return (
        ("拒收情况", delivery.refusal or ""),
        ("见证人", delivery.witness or ""),
        ("渠道或者单号", delivery.tracking_no or CHANNEL_WORDS.get(delivery.channel, "")),
        ("公告日期", write_day(delivery.notice_from_on) if delivery.notice_from_on else ""),
        ("事由", delivery.cause or ""),
    )


def _receiver(delivery: PaperDelivery) -> str:
    return f"{delivery.receiver}（{RECEIVER_WORDS[delivery.receiver_kind]}）" if delivery.receiver else ""

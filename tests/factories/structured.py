"""Facts of free structure: a bulletin, a penalty decision, a certificate of honour and a file, about a school in 历下."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from reports.documents import rules
from reports.documents.rules import DocumentKind
from tests.factories.documents import AUTHORITY, UNIT, VERIFICATION, draw_signature, make_photo

DECIDED_ON = date(2026, 11, 22)
BLOCKS: tuple[rules.Block, ...] = (
    rules.Heading("一、总体情况"),
    rules.Paragraph(
        "第三季度，全区公安机关检查治安保卫重点单位1234家次，发现治安隐患567项，责令限期整改412项，整改率为94.66%。\n"
        "各单位内部治安保卫工作总体平稳，未发生重大治安案件。"
    ),
    rules.Heading("（一）各街道检查情况", 2),
    rules.Chart(
        "各街道检查家次",
        ("泉城路", "大明湖", "趵突泉", "千佛山"),
        (rules.Series("检查家次", (182, 164, None, 99)), rules.Series("发现隐患", (92, 71.5, 60, 48))),
        unit="家次",
    ),
    rules.Chart(
        "隐患走势",
        tuple(f"{month}月" for month in range(1, 13)),
        (rules.Series("重大", (3, 5, 8, 4, 2, 6, None, 7, 9, 3, 2, 1)),),
        kind="line",
        unit="项",
    ),
    rules.Heading("二、重点关注单位"),
    rules.Table(
        ("序号", "单位", "隐患项数", "整改情况"),
        (("1", UNIT.name, "3", "已全部整改"), ("2", "济南市历下区泉明路加油站", "12", "")),
        (1, 4, 2, 3),
        (2,),
        "重点关注单位",
    ),
    rules.Paragraph("请各单位认真研究，抓好落实。"),
)


def make_bulletin(**changes: Any) -> rules.OfficialDocument:
    bulletin = rules.OfficialDocument(
        kind=DocumentKind.BULLETIN,
        authority=AUTHORITY,
        number="历公（治）〔2026〕12号",
        title="关于2026年第三季度全区单位内部治安保卫工作情况的通报",
        addressees=("各派出所", "各有关单位"),
        blocks=BLOCKS,
        decided_on=DECIDED_ON,
        verification=VERIFICATION,
        annexes=("各单位隐患整改情况汇总表", "重点单位治安保卫工作考核结果"),
        copied_to=("济南市公安局治安警察支队", "历下区人民政府办公室", "历下区教育和体育局"),
        printed_by="济南市公安局历下区分局办公室",
        printed_on=date(2026, 11, 23),
        contact="联系单位：治安管理大队，电话：0531-00000000",
    )
    return replace(bulletin, **changes)


def make_decision(**changes: Any) -> rules.LegalForm:
    signed_at = datetime(2026, 11, 22, 2, tzinfo=UTC)
    decision = rules.LegalForm(
        kind=DocumentKind.PENALTY_DECISION,
        authority=AUTHORITY,
        number="历公（内）罚决字〔2026〕第0003号",
        title="行政处罚决定书",
        blocks=(
            rules.Fields((("被处罚单位", UNIT.name), ("信用代码", UNIT.uscc), ("法定代表人", ""))),
            rules.Paragraph("现查明你单位经责令限期整改逾期未改，有检查笔录、复查意见书、现场照片等证据证实。"),
            rules.Paragraph(
                "依照《企业事业单位内部治安保卫条例》第十九条，决定处警告，并处罚款壹万元整（¥10,000.00）。"
            ),
            rules.SignatureLines(("被处罚单位签收人", "送达人")),
        ),
        decided_on=DECIDED_ON,
        verification=VERIFICATION,
        addressee=UNIT.name,
        copies="本决定书一式三份，一份交被处罚单位，一份交执行银行，一份附卷。",
        signatures=(
            rules.HandSignature("王珺", draw_signature(1), signed_at, "370102-0417"),
            rules.HandSignature("李建国", None, None, "370102-0533"),
        ),
        photos=(make_photo(1, "南门外侧"),),
    )
    return replace(decision, **changes)


def make_honour(**changes: Any) -> rules.HonourCertificate:
    honour = rules.HonourCertificate(
        kind=DocumentKind.HONOUR_CERTIFICATE,
        authority=AUTHORITY,
        number="历公（内）荣字〔2026〕第0012号",
        title="荣誉证书",
        recipient=UNIT.name,
        text="在2026年度单位内部治安保卫工作中成绩突出，被评为先进集体。特发此证，以资鼓励。",
        decided_on=DECIDED_ON,
        verification=VERIFICATION,
        grade="先进集体",
        valid_to=date(2027, 11, 21),
    )
    return replace(honour, **changes)


def make_annexed(title: str, content: bytes, **changes: Any) -> rules.Annexed:
    paper = rules.Annexed(title, "", DECIDED_ON, hashlib.sha256(content).hexdigest(), content)
    return replace(paper, **changes)


def make_file(*papers: rules.Annexed, **changes: Any) -> rules.FileOfPapers:
    made = rules.FileOfPapers(
        kind=DocumentKind.CASE_FILE,
        authority=AUTHORITY,
        number="历公（内）卷字〔2026〕第0001号",
        title="行政处罚案卷",
        subject=f"{UNIT.name}未落实内部治安保卫措施案",
        blocks=(rules.Heading("一、办案经过"), rules.Table(("日期", "事项"), (("2026年11月22日", "立案"),), (1, 3))),
        papers=papers,
        decided_on=DECIDED_ON,
        verification=VERIFICATION,
    )
    return replace(made, **changes)

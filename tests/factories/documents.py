"""Facts for documents: a school in 历下 inspected by two officers, with photos drawn here and nothing of a real person."""

import hashlib
import io
import math
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image, ImageDraw

from reports.documents import rules
from reports.documents.fonts.catalogue import Face
from reports.documents.fonts.preparing import FontSet, prepare_fonts
from reports.documents.rendering.forms import FormRenderer
from reports.documents.signing.certificates import Credential, EmbeddedAuthority, create_authority, issue_certificate
from reports.documents.signing.fields import Field
from reports.documents.signing.pades import SignedDocument, Signing, Trust, sign_document
from reports.documents.signing.seals import SealDesign, draw_seal
from reports.documents.signing.stamping import EmbeddedTimeStamper, MemoryLedger

DOCUMENT_ID = UUID("019ab000-1111-7000-8000-000000000001")


@cache
def draw_photo(seed: int, width: int = 1200, height: int = 900) -> bytes:
    """A JPEG that looks a little like a school gate, different for each seed."""
    image = Image.new("RGB", (width, height), (188 - seed * 9 % 60, 206, 222))
    draw = ImageDraw.Draw(image)
    for y in range(height // 2, height):
        shade = 110 + (y * 7 + seed * 13) % 40
        draw.line([(0, y), (width, y)], fill=(shade, shade - 6, shade - 14))
    for x in range(0, width, 120):
        draw.rectangle([x, height // 4, x + 26, height - 160], fill=(92, 64 + seed * 20 % 90, 58))
    draw.rectangle([width // 3, height // 3, width * 2 // 3, height - 170], outline=(240, 220, 40), width=14)
    for k in range(240):
        x, y = (k * 7919 + seed * 104729) % width, (k * 6151 + seed * 31337) % height
        draw.ellipse([x, y, x + 9, y + 9], fill=((k * 31) % 255, (k * 17) % 255, (k * 47) % 255))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


@cache
def draw_signature(seed: int) -> bytes:
    """A PNG of handwriting-like strokes on a transparent ground."""
    image = Image.new("RGBA", (640, 220), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    for stroke in range(4):
        points = []
        for t in range(60):
            angle = t / 60 * math.tau * (0.6 + 0.2 * ((seed + stroke) % 3))
            x = 60 + stroke * 130 + 45 * math.sin(angle + seed) + t * 1.4
            y = 110 + 62 * math.cos(angle * 1.3 + stroke + seed)
            points.append((x, y))
        draw.line(points, fill=(16, 16, 40, 255), width=7, joint="curve")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def make_photo(number: int, caption: str = "", **changes: Any) -> rules.Photo:
    image = draw_photo(number)
    photo = rules.Photo(
        number=number,
        sha256=hashlib.sha256(image).hexdigest(),
        image=image,
        source=rules.PhotoSource.LIVE,
        taken_at=datetime(2026, 11, 22, 1, 20 + number, 31, tzinfo=UTC),
        caption=caption,
        position=rules.Position(36.65132, 117.05124, 8.0),
        signature_valid=True,
    )
    return replace(photo, **changes)


AUTHORITY = rules.Authority("济南市公安局历下区分局", "历公")
OFFICERS = (
    rules.Officer("王珺", "370102-0417", "治安管理大队民警"),
    rules.Officer("李建国", "370102-0533", "泉城路派出所民警"),
)
UNIT = rules.InspectedUnit(
    name="济南市历下区泉明实验小学",
    uscc="123701024956700018",
    address="山东省济南市历下区泉明路18号",
    site="泉明路校区",
    responsible_person="赵堃",
)
HAZARDS = (
    rules.Hazard(
        number=1,
        title="校门未设置硬质防冲撞设施",
        grade=rules.HazardGrade.MAJOR,
        note="南门外仅有可移动塑料隔离墩，无法阻挡机动车辆冲撞",
        bases=("GB/T 29315-2022《中小学、幼儿园安全防范要求》", "《山东省学校安全条例》第三十条"),
        photo_numbers=(1, 2),
        item="SCH-04",
    ),
    rules.Hazard(
        number=2,
        title="一键报警装置现场测试未接通",
        grade=rules.HazardGrade.MAJOR,
        note="门卫室一键报警按下后三分钟内接警中心未收到信号",
        bases=("《山东省学校安全条例》第二十五条",),
        photo_numbers=(3,),
        item="SCH-07",
    ),
    rules.Hazard(
        number=3,
        title="重点部位每日巡查记录不足五次",
        grade=rules.HazardGrade.GENERAL,
        note="11月16日至20日的巡查登记每日只有3次",
        bases=("GB/T 29315-2022《中小学、幼儿园安全防范要求》",),
        item="SCH-03",
    ),
)
PHOTOS = (
    make_photo(1, "南门外侧，仅有塑料隔离墩（SCH-04）"),
    make_photo(2, "南门近景（SCH-04）", position=rules.Position(36.65129, 117.05131, 12.0)),
    make_photo(3, "门卫室一键报警装置（SCH-07）", source=rules.PhotoSource.FILE, position=None, signature_valid=False),
)
VERIFICATION = rules.Verification(
    document_id=DOCUMENT_ID,
    url="https://shouwang.example.gov.cn/verify/7Q4MZK2T9XWB8RCE",
    token="7Q4M-ZK2T-9XWB-8RCE",
)
ORDER_TEXTS = rules.OrderTexts(
    finding="2026年11月22日，济南市公安局历下区分局依法对你单位进行检查，查明你单位存在下列治安隐患：",
    ruling=(
        "以上情况不符合《企业事业单位内部治安保卫条例》第八条第（二）项、第十一条第（三）项的要求。依照《企业事业单位内部治安保卫条例》"
        "第十九条，责令你单位于2026年12月7日前整改完毕（自2026年11月22日起15日）。"
    ),
    interim_measures=(
        "整改期间，你单位应当采取下列必要措施，保障人员和财产安全：在南门外设置临时水泥隔离墩并安排两名保安员值守；"
        "报警装置修复前，由门卫室值班人员以电话直接报警；恢复每日不少于五次的巡查并如实登记。"
    ),
    duties=(
        "整改完毕后，请将每项隐患的整改措施、完成日期和整改前后照片书面报告济南市公安局历下区分局。",
        "确有困难不能按期完成的，可以书面申请延期，写明原因、拟完成日期和延期期间的防范措施。未得到同意的，仍按原期限整改。",
        "整改期限届满或者收到整改报告后，济南市公安局历下区分局将进行复查，逐项记录结果并出具复查意见书。",
        "逾期不整改，造成人身伤害、财产损失，或者严重威胁人身安全、财产安全、公共安全的，依照《企业事业单位内部治安保卫条例》"
        "第十九条，可对单位处10000元以上100000元以下罚款；构成犯罪的，依法追究刑事责任。",
        "对本通知书不服的，可以自收到之日起60日内向有管辖权的行政复议机关申请行政复议，或者自收到之日起6个月内向人民法院提起行政诉讼。",
    ),
    copies="本通知书一式两份，一份交被检查单位，一份附卷。",
)
RECORD_TEXTS = rules.RecordTexts(
    purpose=(
        "监督、指导单位落实内部治安保卫工作。依据《企业事业单位内部治安保卫条例》第十六条第（二）项，"
        "对济南市历下区泉明实验小学进行定期检查。"
    ),
    certificates="检查人员王珺、李建国不少于两人，检查开始时向孙立出示了执法证件，说明了来意和检查内容。",
    rights="已告知被检查单位：认为检查人员与本次检查有直接利害关系的，有权申请回避。",
    hazards_lead="经检查，发现治安隐患3项，详见下列各项。",
    closing="以上笔录已由被检查单位陪同人员阅看，确认与检查情况相符。",
)


def make_order(**changes: Any) -> rules.RectificationOrder:
    order = rules.RectificationOrder(
        authority=AUTHORITY,
        number="历公（内）责通字〔2026〕第0012号",
        unit=UNIT,
        inspection_number="历公（内）检字〔2026〕第0031号",
        officers=OFFICERS,
        hazards=HAZARDS,
        photos=PHOTOS,
        texts=ORDER_TEXTS,
        decided_on=date(2026, 11, 22),
        verification=VERIFICATION,
    )
    return replace(order, **changes)


def _answer(item: str, question: str, standing: str, answer: str, note: str = "", **rest: Any) -> rules.Answer:
    return rules.Answer(item, question, rules.Standing(standing), answer, note, **rest)


SECTIONS = (
    rules.Section(
        "人员与机构",
        (
            _answer(
                "GEN-01",
                "单位主要负责人为第一责任人并有书面明确，治安保卫责任书当年有效，多地办学的逐地落实",
                "pass",
                "符合",
            ),
            _answer("GEN-02", "治安保卫机构有文件依据，专职人员名册与在岗情况相符", "pass", "符合"),
            _answer("SCH-01", "保安员配备数量达到国家标准要求", "value", "4 人", "在校学生1260人"),
            _answer("SCH-02", "门卫室24小时有人值守", "pass", "符合"),
            _answer(
                "SCH-03",
                "重点部位每日巡查不少于五次并有记录",
                "fail",
                "不符合",
                "11月16日至20日的巡查登记每日只有3次",
                basis="GB/T 29315-2022《中小学、幼儿园安全防范要求》",
            ),
        ),
    ),
    rules.Section(
        "物防设施",
        (
            _answer(
                "SCH-04",
                "校门外设置硬质防冲撞设施并保持完好",
                "fail",
                "不符合",
                "南门外仅有可移动塑料隔离墩，无法阻挡机动车辆冲撞",
                photo_numbers=(1, 2),
                basis="GB/T 29315-2022；《山东省学校安全条例》第三十条",
            ),
            _answer("SCH-09", "周界围墙、栅栏完整，无可攀爬点", "pass", "符合"),
            _answer("SCH-11", "学生宿舍有专职管理员并进行夜间巡查", "na", "不适用", "非寄宿制学校"),
        ),
    ),
    rules.Section(
        "技防系统",
        (
            _answer(
                "SCH-07",
                "一键报警装置与公安机关联网，现场测试能够接通",
                "fail",
                "不符合",
                "门卫室一键报警按下后三分钟内接警中心未收到信号",
                photo_numbers=(3,),
                basis="《山东省学校安全条例》第二十五条",
            ),
            _answer("SCH-08", "出入口、周界、楼道视频监控在线且图像清晰", "pass", "符合"),
            _answer("GEN-10", "录像可回放天数达到要求", "value", "34 天"),
        ),
    ),
    rules.Section("危险物品", (), "实验室正在改造，无危险化学品存放"),
)


def make_record(**changes: Any) -> rules.InspectionRecord:
    start, end = datetime(2026, 11, 22, 1, 12, tzinfo=UTC), datetime(2026, 11, 22, 2, 45, tzinfo=UTC)
    record = rules.InspectionRecord(
        authority=AUTHORITY,
        number="历公（内）检字〔2026〕第0031号",
        unit=UNIT,
        kind="定期检查",
        template_title="中小学、幼儿园内部治安保卫检查表",
        methods=("询问", "查阅资料", "实地查看"),
        texts=RECORD_TEXTS,
        started_at=start,
        ended_at=end,
        place="泉明路校区（南门、门卫室、监控室、教学楼）",
        officers=OFFICERS,
        recorder="李建国",
        sections=SECTIONS,
        hazards=HAZARDS,
        photos=PHOTOS,
        officer_signatures=(
            rules.HandSignature("王珺", draw_signature(1), end, "370102-0417"),
            rules.HandSignature("李建国", draw_signature(2), end, "370102-0533"),
        ),
        unit_signature=rules.HandSignature("孙立", draw_signature(3), end),
        companion=rules.Companion("孙立", "安全办公室主任", "138****0000"),
        record_sha256=hashlib.sha256(b"record").hexdigest(),
        verification=replace(
            VERIFICATION, url="https://shouwang.example.gov.cn/verify/H2XC5NVD7KQJ3GWA", token="H2XC-5NVD-7KQJ-3GWA"
        ),
        opinion="对上述三项治安隐患，当场提出整改要求，另行送达责令限期整改治安隐患通知书。",
        score="76分，满分100分",
        position=rules.Position(36.65131, 117.05125, 9.0),
        flags=(rules.Flag("图3选自手机相册，拍摄时的位置和手机签名无法核实"),),
    )
    return replace(record, **changes)


@cache
def prepared_fonts() -> FontSet:
    """The faces cut from this machine's fonts; made by the first process that asks and kept beside the set-up."""
    root = Path(__file__).resolve().parents[2]
    return prepare_fonts(root / ".setup" / "prepared-fonts", extra=[root / ".setup" / "fonts"])


@cache
def renderer() -> FormRenderer:
    """One a process, as in a worker."""
    return FormRenderer(prepared_fonts())


@dataclass(frozen=True)
class Workshop:
    """All it takes to sign, with an authority made for the occasion."""

    authority: EmbeddedAuthority
    officer: Credential
    bureau: Credential
    stamper: EmbeddedTimeStamper
    trust: Trust

    @property
    def root(self) -> bytes:
        return self.authority.root.certificate.public_bytes(Encoding.DER)


def current() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 (certificates are judged by readers that have only the machine's clock)


@cache
def workshop() -> Workshop:
    authority = create_authority("济南市公安局", current())
    return Workshop(
        authority,
        issue_certificate(authority.issuing, "王珺（370102-0417）", AUTHORITY.name, current()),
        issue_certificate(authority.issuing, AUTHORITY.name, AUTHORITY.name, current()),
        EmbeddedTimeStamper(authority.stamping, MemoryLedger(), current),
        Trust(authority, lambda: ()),
    )


def sign_order(order: rules.RectificationOrder) -> SignedDocument:
    """Render and sign an order by its officer and the bureau's seal."""
    tools, form = workshop(), renderer().render(order)
    seal = draw_seal(SealDesign(AUTHORITY.name, code="3701020012345"), prepared_fonts().faces[Face.TITLE].path)
    return sign_document(
        form.content,
        [
            Signing(Field("officer", "承办人 王珺 签名"), tools.officer, "承办人签名", "officer"),
            Signing(
                Field("seal", f"{AUTHORITY.name} 签章", form.places["seal"]),
                tools.bureau,
                "签发",
                "authority",
                seal=seal,
            ),
        ],
        tools.stamper,
        tools.trust,
        current,
    )


@cache
def signed_order() -> SignedDocument:
    return sign_order(make_order())

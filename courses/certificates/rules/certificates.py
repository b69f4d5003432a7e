"""What a certificate of the annual rotation says, and what it does not."""

from __future__ import annotations

from datetime import date

TITLE = "年度轮训合格证"
#: Stands on the paper, in the badge and on the phone. Source: LN-19b.
NOT_A_GRADE = (
    "本证仅证明持证人完成当年治安保卫年度轮训并考核合格，非职业技能证书，不代替《保安员证》，也不代替职业技能等级证书。"
)
AUDIENCE_WORDS = {
    "principal": "单位负责人",
    "security_manager": "保卫管理人员",
    "security_staff": "治安保卫人员",
    "guard": "保安员",
    "key_post": "重要岗位从业人员",
    "informant": "情报信息员",
    "police_internal": "内保民警",
    "police_community": "社区民警",
}


def valid_to(year: int) -> date:
    """A rotation holds for its year: the next one is due then. Source: JN-3.4a."""
    return date(year, 12, 31)


def completed_by(noticed_on: date, year: int) -> date:
    """The day of completion as a paper states it: a class entered after its year's end was still held within it."""
    return min(noticed_on, valid_to(year))


def mask_name(name: str) -> str:
    """张* for whoever looks it up in public: enough to compare, too little to collect."""
    return name[:1] + "*" * max(1, len(name) - 1)


def hours_words(seconds: int) -> str:
    """Hours (学时) with one decimal, a half only where there is one: 6 学时, 6.5 学时."""
    tenths = seconds * 10 // 3600
    return f"{tenths // 10} 学时" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10} 学时"


def points_words(points_x100: int) -> str:
    """92, 92.5 or 92.25."""
    return f"{points_x100 / 100:.2f}".rstrip("0").rstrip(".")

"""What is only told of a facility, never decided by: a list of fields for each kind, with what each may hold.

The codes of PTZType and its like are those of GB/T 28181-2022, annex on catalogues; the fields are those of a
camera's record (一机一档).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Any

from server.core.errors import FieldProblem, Invalid


@dataclass(frozen=True)
class DetailField:
    """One field: its name, what people call it, what it holds, and the codes it is chosen from."""

    name: str
    label: str
    holds: str = "text"  # text, choice, day, whole, number, phone, ipv4, ipv6, mac
    most: int = 80
    choices: Mapping[str, str] = field(default_factory=dict)
    code_name: str = ""  # as GB/T 28181 calls it


_PTZ = {
    "1": "球机",
    "2": "半球",
    "3": "固定枪机",
    "4": "遥控枪机",
    "5": "遥控半球",
    "6": "多目设备的全景/拼接通道",
    "7": "多目设备的分割通道",
}
_POSITION = {
    "1": "省际检查站",
    "2": "党政机关",
    "3": "车站码头",
    "4": "中心广场",
    "5": "体育场馆",
    "6": "商业中心",
    "7": "宗教场所",
    "8": "校园周边",
    "9": "治安复杂区域",
    "10": "交通干线",
}
_ROOM = {"1": "室外", "2": "室内"}
_USE = {"1": "治安", "2": "交通", "3": "重点"}
_LIGHT = {"1": "无补光", "2": "红外补光", "3": "白光补光", "4": "激光补光", "9": "其他"}
_DIRECTION = {
    "1": "朝东",
    "2": "朝西",
    "3": "朝南",
    "4": "朝北",
    "5": "朝东南",
    "6": "朝东北",
    "7": "朝西南",
    "8": "朝西北",
}
_ENCODING = {"h264": "H.264", "h265": "H.265", "svac": "SVAC", "mpeg4": "MPEG-4", "mjpeg": "MJPEG", "other": "其他"}
_MOUNTING = {"pole": "立杆", "wall": "壁装", "ceiling": "吸顶", "hanging": "吊装", "vehicle": "车载", "other": "其他"}
_NETWORK = {
    "police": "公安信息网",
    "video": "公安视频专网",
    "government": "政务外网",
    "internet": "互联网",
    "own": "单位内网",
    "none": "未联网",
}
_PROTOCOL = {
    "gb28181": "GB/T 28181",
    "onvif": "ONVIF",
    "rtsp": "RTSP",
    "http": "HTTP",
    "ga1400": "GA/T 1400",
    "private": "厂商私有",
}

_KEPT = (
    DetailField("keeper", "管理责任人", most=40),
    DetailField("keeper_phone", "管理责任人电话", "phone", 20),
    DetailField("builder", "承建单位", most=120),
    DetailField("maintainer", "维护单位", most=120),
    DetailField("scrapped_on", "报废日期", "day", 10),
)
_NETWORKED = (
    DetailField("network", "接入网络", "choice", choices=_NETWORK),
    DetailField("ipv4", "IPv4 地址", "ipv4", 15),
    DetailField("ipv6", "IPv6 地址", "ipv6", 45),
    DetailField("mac", "MAC 地址", "mac", 17),
    DetailField("port", "端口", "whole", 65535),
    DetailField("protocol", "接入协议", "choice", choices=_PROTOCOL),
)
_CAMERA = (
    *_KEPT,
    DetailField("function", "功能", most=80),
    DetailField("encoding", "编码格式", "choice", choices=_ENCODING),
    DetailField("lens", "镜头", most=80),
    DetailField("mounting", "安装方式", "choice", choices=_MOUNTING),
    DetailField("pole_number", "杆号", most=40),
    DetailField("pole_height", "立杆高度（米）", "number", 100),
    DetailField("address", "安装地址", most=200),
    DetailField("landmark", "参照物", most=120),
    DetailField("ptz_type", "云台类型", "choice", choices=_PTZ, code_name="PTZType"),
    DetailField("position_type", "位置类型", "choice", choices=_POSITION, code_name="PositionType"),
    DetailField("room_type", "室内外", "choice", choices=_ROOM, code_name="RoomType"),
    DetailField("use_type", "用途", "choice", choices=_USE, code_name="UseType"),
    DetailField("supply_light_type", "补光", "choice", choices=_LIGHT, code_name="SupplyLightType"),
    DetailField("direction_type", "监视方位", "choice", choices=_DIRECTION, code_name="DirectionType"),
    *_NETWORKED,
)
_DATED = (*_KEPT, DetailField("note", "说明", most=400))

#: What may be told of each kind of facility. Source: JN-2.2.3c, JN-2.2.2d.
FIELDS: Mapping[str, tuple[DetailField, ...]] = {
    "camera": _CAMERA,
    "recorder": (
        *_KEPT,
        DetailField("channels", "通道数", "whole", 10_000),
        DetailField("capacity", "存储容量（TB）", "number", 1_000_000),
        *_NETWORKED,
    ),
    "alarm": (*_DATED, DetailField("account", "报警账号", most=40), *_NETWORKED),
    # Whether faces are compared is the unit's own doing: what is asked is whether it says so and lets others in.
    "access": (
        *_DATED,
        DetailField("notice_sign", "设有提示标识", "choice", choices={"yes": "有", "no": "没有"}),
        DetailField("other_way", "设有其他进出方式", "choice", choices={"yes": "有", "no": "没有"}),
        *_NETWORKED,
    ),
    "vehicle_device": (*_CAMERA, DetailField("plate", "车牌号", most=20)),
    "barrier": (*_DATED, DetailField("size", "规格", most=120)),
    "equipment": (*_DATED, DetailField("kept_at", "存放位置", most=120)),
}

_PHONE = re.compile(r"[0-9+\-() 转]{5,20}\Z")
_MAC = re.compile(r"[0-9A-F]{2}(-[0-9A-F]{2}){5}\Z")


def check_details(kind: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """What is told, with blanks left out and addresses in one spelling.

    Raises Invalid naming each wrong or unknown field.
    """
    known = {one.name: one for one in FIELDS[kind]}
    kept: dict[str, Any] = {}
    problems = []
    for name, value in details.items():
        if name not in known:
            problems.append(FieldProblem(f"details.{name[:40]}", "没有这个字段", "unknown_detail"))
        elif value is not None and value != "":
            try:
                kept[name] = _READERS[known[name].holds](known[name], value)
            except _Wrong as error:
                problems.append(FieldProblem(f"details.{name}", str(error), "invalid_detail"))
    if problems:
        raise Invalid(fields=problems)
    return kept


class _Wrong(Exception):
    """Says in Chinese what a value should be."""


def _text(one: DetailField, value: Any) -> str:
    if not isinstance(value, str) or len(value) > one.most or not value.strip():
        raise _Wrong(f"应为最多 {one.most} 个字的文字")
    if any(ord(letter) < 32 for letter in value) or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _Wrong("含有不可见的控制字符")
    return value.strip()


def _choice(one: DetailField, value: Any) -> str:
    if not isinstance(value, str) or value not in one.choices:
        raise _Wrong("可选：" + "、".join(f"{code} {word}" for code, word in one.choices.items()))
    return value


def _day(_one: DetailField, value: Any) -> str:
    try:
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise _Wrong("应为日期，如 2026-01-31") from None


def _whole(one: DetailField, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= one.most:
        raise _Wrong(f"应为 1 到 {one.most} 的整数")
    return value


def _number(one: DetailField, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _Wrong("应为数字")
    if not 0 <= value <= one.most or not math.isfinite(value):
        raise _Wrong(f"应为 0 到 {one.most} 的数")
    return float(value)


def _phone(one: DetailField, value: Any) -> str:
    text = _text(one, value)
    if not _PHONE.match(text):
        raise _Wrong("应为电话号码")
    return text


def _ipv4(one: DetailField, value: Any) -> str:
    try:
        return str(IPv4Address(_text(one, value)))
    except AddressValueError:
        raise _Wrong("应为 IPv4 地址，如 192.0.2.10") from None


def _ipv6(one: DetailField, value: Any) -> str:
    try:
        return str(IPv6Address(_text(one, value)))
    except AddressValueError:
        raise _Wrong("应为 IPv6 地址，如 2001:db8::10") from None


def _mac(one: DetailField, value: Any) -> str:
    text = _text(one, value).upper().replace(":", "-")
    if not _MAC.match(text):
        raise _Wrong("应为 MAC 地址，如 00-11-22-33-44-55")
    return text


_READERS = {
    "text": _text,
    "choice": _choice,
    "day": _day,
    "whole": _whole,
    "number": _number,
    "phone": _phone,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "mac": _mac,
}

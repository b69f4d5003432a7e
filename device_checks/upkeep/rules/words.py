"""Types of facilities as people call them, for titles and notices; docs/glossary.md has the same words, by test."""

from __future__ import annotations

from collections.abc import Mapping

TYPE_WORDS: Mapping[str, str] = {
    "one_button": "一键式报警",
    "intrusion": "入侵报警",
    "perimeter": "周界报警",
    "turnstile": "通道闸机",
    "door_control": "门禁",
    "face_terminal": "人脸识别设备",
    "plate_capture": "车牌抓拍设备",
    "visitor_terminal": "访客登记设备",
    "baton": "防暴棍",
    "shield": "盾牌",
    "helmet": "头盔",
    "steel_fork": "钢叉",
    "cut_proof_gloves": "防割手套",
    "torch": "强光手电",
    "radio": "对讲机",
}

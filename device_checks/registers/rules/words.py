"""What the codes of registers are called, for workbooks and exports; screens read the glossary's own table."""

from __future__ import annotations

from collections.abc import Mapping

PLACE_KIND_WORDS: Mapping[str, str] = {
    "entrance": "出入口",
    "crowd_area": "人员密集区",
    "key_part": "重要部位",
    "vehicle": "公共交通工具",
    "perimeter": "周界",
    "post": "岗位",
    "other": "其他部位",
}

KIND_WORDS: Mapping[str, str] = {
    "camera": "摄像机",
    "recorder": "录像设备",
    "alarm": "报警设备",
    "access": "出入口控制",
    "vehicle_device": "车载设备",
    "barrier": "实体防护",
    "equipment": "防护器材",
}

TYPE_WORDS: Mapping[str, str] = {
    "bullet": "枪机",
    "dome": "半球",
    "ptz": "球机",
    "panoramic": "全景摄像机",
    "thermal": "热成像摄像机",
    "other_camera": "其他摄像机",
    "nvr": "网络录像机",
    "dvr": "硬盘录像机",
    "cloud_recorder": "云存储录像",
    "one_button": "一键式报警",
    "intrusion": "入侵报警",
    "perimeter": "周界报警",
    "turnstile": "通道闸机",
    "door_control": "门禁",
    "face_terminal": "人脸识别设备",
    "plate_capture": "车牌抓拍设备",
    "visitor_terminal": "访客登记设备",
    "vehicle_camera": "车载摄像机",
    "vehicle_recorder": "车载录像机",
    "vehicle_positioning": "车载定位",
    "vehicle_one_button": "车载一键报警",
    "wall": "围墙",
    "wire_fence": "铁丝网",
    "security_door": "防盗门",
    "guard_rail": "护栏",
    "lock": "锁具",
    "safe": "保险柜",
    "baton": "防暴棍",
    "shield": "盾牌",
    "helmet": "头盔",
    "steel_fork": "钢叉",
    "cut_proof_gloves": "防割手套",
    "torch": "强光手电",
    "radio": "对讲机",
}

CONDITION_WORDS: Mapping[str, str] = {
    "unknown": "未查看",
    "normal": "正常",
    "damaged": "损坏",
    "missing": "缺失",
}

STATE_WORDS: Mapping[str, str] = {
    "in_use": "在用",
    "stopped": "停用",
    "scrapped": "报废",
}

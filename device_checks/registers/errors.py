"""What can go wrong with registers."""

from __future__ import annotations

from server.core.errors import Conflict, Invalid, RuleViolation


class NumberTaken(Conflict):
    """Another facility of the unit has this number."""

    code = "facility_number_taken"
    title = "本单位已有同一编号的设施"


class CatalogueIdTaken(Conflict):
    code = "catalogue_id_taken"
    title = "该国标编码已登记在另一路摄像机上"


class CatalogueIdInvalid(Invalid):
    """Not a 20-digit device id. Source: GB/T 28181."""

    code = "catalogue_id_invalid"
    title = "国标编码应为20位数字，第11至13位为设备类型"


class TypeOfOtherKind(Invalid):
    code = "facility_type_of_other_kind"
    title = "类型与设施类别不符"


class SecrecyWithoutReason(RuleViolation):
    """A camera is kept out of the network only with a stated reason. Source: LN-10."""

    code = "secrecy_without_reason"
    title = "标为涉及国家秘密或商业秘密的，须写明理由"


class PictureBarred(RuleViolation):
    """Source: LN-10."""

    code = "picture_barred"
    title = "该摄像机涉及国家秘密或商业秘密，不抓拍、不下载、不导出"


class PlaceEnded(RuleViolation):
    code = "place_ended"
    title = "该部位已经注销"


class EndsLater(RuleViolation):
    """A place ends today or ended earlier."""

    code = "place_ends_later"
    title = "注销日期不能晚于今天"

"""What can go wrong when a phone is enrolled."""

from server.core.errors import Conflict, Invalid, RuleViolation


class PublicKeyInvalid(Invalid):
    code = "public_key_invalid"
    title = "设备公钥无效"


class DeviceKeyConflict(Conflict):
    """The id is taken by another key or account; the first stays."""

    code = "device_key_conflict"
    title = "该设备编号已用另一密钥登记"


class DeviceRevoked(RuleViolation):
    """A revoked device never comes back under its old id; the phone makes a new key."""

    code = "device_revoked"
    title = "该设备已注销，请重新登记"


class TooManyDevices(RuleViolation):
    code = "too_many_devices"
    title = "名下登记的设备过多，请先注销不用的设备"


class UnknownDevice(RuleViolation):
    code = "unknown_device"
    title = "该设备尚未登记，请先登记再上传；本机记录不会丢失"

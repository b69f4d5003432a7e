"""What can go wrong while signing."""

from server.core.errors import Conflict, ShouwangError


class SigningError(ShouwangError):
    """A document cannot be signed."""

    code = "signing_failed"
    title = "文书签名失败"


class CertificateEnding(Conflict):
    """The certificate is not valid yet, has ended, or ends within days."""

    code = "certificate_ending"
    title = "签名证书已到期或即将到期，请先换发证书"


class CertificateRevoked(Conflict):
    """The certificate was revoked."""

    code = "certificate_revoked"
    title = "签名证书已被吊销"


class KeyUnreadable(SigningError):
    """The key container does not open with this installation's secret."""

    code = "key_unreadable"
    title = "签名密钥无法打开：安装密钥不符"


class ClockWentBack(SigningError):
    """The clock stands before the last time stamp; stamping would order events wrongly."""

    code = "clock_went_back"
    title = "服务器时钟早于上一个时间戳，已停止签名，请校准时间"


class StampServiceFailed(SigningError):
    """The external time-stamping authority did not answer or refused."""

    code = "stamp_service_failed"
    title = "外部时间戳服务没有应答"


class FieldNotPlaced(SigningError):
    """The rendered form has no place for a signature that must be seen."""

    code = "signature_field_not_placed"
    title = "文书中没有签名的位置"

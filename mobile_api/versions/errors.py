"""What can go wrong with the app's version."""

from server.core.errors import ShouwangError


class AppTooOld(ShouwangError):
    """``details['minimum']`` is the lowest version that is served."""

    code = "app_too_old"
    title = "应用版本过低，请更新后继续；本机未上传的记录不会丢失"
    status = 426

"""What can go wrong at the door."""

from server.core.errors import Invalid, Unauthenticated


class WrongCredentials(Unauthenticated):
    """Unknown login and wrong password look the same, and take as long."""

    code = "wrong_credentials"
    title = "账号或密码错误"


class AccountLocked(Unauthenticated):
    code = "account_locked"
    title = "账号已锁定，请稍后再试或联系管理员"


class TokenInvalid(Unauthenticated):
    code = "token_invalid"
    title = "登录状态无效，请重新登录"


class TokenExpired(Unauthenticated):
    code = "token_expired"
    title = "登录已过期"


class RefreshReused(Unauthenticated):
    """A spent refresh token came back: somebody has a copy. The whole family is revoked."""

    code = "refresh_reused"
    title = "登录凭证被重复使用，已全部作废，请重新登录"


class PasswordTooWeak(Invalid):
    code = "password_too_weak"
    title = "密码强度不足"

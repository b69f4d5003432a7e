"""What can go wrong with fonts."""

from server.core.errors import ShouwangError


class FontError(ShouwangError):
    """A font is missing or unusable."""

    code = "font_error"
    title = "文书字体不可用"


class FontLibraryMissing(FontError):
    """The system's libharfbuzz-subset0 is not installed."""

    code = "font_library_missing"
    title = "系统缺少 libharfbuzz-subset0"


class FontUnreadable(FontError):
    """A font file cannot be read or cut."""

    code = "font_unreadable"
    title = "字体文件无法读取"


class FontMissing(FontError):
    """No candidate for a face is installed; the text names the face and the Debian package that would do."""

    code = "font_missing"
    title = "系统缺少文书字体"

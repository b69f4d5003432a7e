"""What can go wrong with fonts."""


class FontError(Exception):
    """A font is missing or unusable."""

    code = "font_error"


class FontLibraryMissing(FontError):
    """The system's libharfbuzz-subset0 is not installed."""

    code = "font_library_missing"


class FontUnreadable(FontError):
    """A font file cannot be read or cut."""

    code = "font_unreadable"


class FontMissing(FontError):
    """No candidate for a face is installed; the text names the face and the Debian package that would do."""

    code = "font_missing"

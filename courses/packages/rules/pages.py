"""A page of a package as it is served: our runtime as its first script, and a policy that lets it reach nothing else."""

from __future__ import annotations

import codecs
import re

from courses.packages.errors import PackageClosed

#: Where a script may stand without turning the page to quirks mode: behind what may precede the root.
_PREAMBLE = re.compile(rb"\s*(?:(?:<!--.*?-->|<\?.*?\?>)\s*)*(?:<!doctype[^>]*>)?", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HOST = re.compile(r"https?://[A-Za-z0-9.:\[\]_-]{1,255}\Z")
_LOOK = 4096


def with_first_script(page: bytes, address: str) -> tuple[bytes, str]:
    """The page with a script of ours before all others, and its charset for the header.

    The charset is looked up as a browser would (mark, meta), since our script moves the meta away from the start; what
    names none is UTF-8 if it can be, else GB 18030.
    """
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if page.startswith(mark):
            page = page[2:].decode(name, "replace").encode()
            return _insert(page, address), "utf-8"
    if page.startswith(codecs.BOM_UTF8):
        return _insert(page[3:], address), "utf-8"
    named = _CHARSET.search(page[:_LOOK])
    if named:
        charset = named.group(1).decode().lower()
        return _insert(page, address), "gb18030" if charset in ("gb2312", "gbk") else charset
    return _insert(page, address), "utf-8" if _is_utf8(page) else "gb18030"


def policy_of(origin: str, token: str) -> str:
    """The Content-Security-Policy of a package's files. Raises PackageClosed when the host is no host.

    An opaque origin: no storage, no cookies, no window of the app. Everything is loaded from below the token's own
    address and from nowhere else, so neither the API nor another host can be asked, and nothing can be sent out.
    """
    if not _HOST.match(origin):
        raise PackageClosed()
    own = f"{origin}/packages/{token}/"
    return (
        f"sandbox allow-scripts allow-forms; default-src {own} 'unsafe-inline' 'unsafe-eval' data: blob:; "
        f"connect-src {own} data: blob:; frame-src {own} data: blob:; form-action {own}; "
        f"worker-src blob:; object-src 'none'; base-uri {own}"
    )


def _insert(page: bytes, address: str) -> bytes:
    head = _PREAMBLE.match(page)
    at = head.end() if head else 0
    return page[:at] + f'<script src="{address}"></script>'.encode() + page[at:]


def _is_utf8(page: bytes) -> bool:
    try:
        page.decode()
    except UnicodeDecodeError:
        return False
    return True

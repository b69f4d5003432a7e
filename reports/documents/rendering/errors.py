"""What can go wrong while rendering."""

from server.core.errors import ShouwangError


class RenderingError(ShouwangError):
    """A document cannot be rendered."""

    code = "rendering_failed"
    title = "文书排版失败"


class ResourceRefused(RenderingError):
    """A page asked for something that is neither data nor ours."""

    code = "resource_refused"
    title = "文书引用了不允许的外部内容"

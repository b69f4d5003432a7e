"""What can go wrong while rendering."""


class RenderingError(Exception):
    """A document cannot be rendered."""

    code = "rendering_failed"


class ResourceRefused(RenderingError):
    """A page asked for something that is neither data nor ours."""

    code = "resource_refused"


class FieldNotPlaced(RenderingError):
    """The template holds no place for a signature that the document needs."""

    code = "signature_field_not_placed"

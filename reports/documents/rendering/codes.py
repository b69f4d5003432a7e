"""The QR code that leads from the paper to the verify page."""

import io

import segno


def draw_code(text: str) -> str:
    """Give an SVG of a QR code: error correction M, four modules of margin, dark on nothing."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        buffer, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True, dark="#000", light="#fff"
    )
    return buffer.getvalue().decode()

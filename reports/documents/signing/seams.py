"""骑缝章: a seal over the edges of all pages, a slice on each, so that no page can be changed for another.

Drawn into the pages before the first signature. The slices are parts of one drawing, not pictures of it, so they are as sharp
as the seal itself and cost a few hundred bytes a page.
"""

import io
import math

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from reports.documents.signing.seals import SealDrawing

_MOST_PAGES_A_SEAL = 7  # 42 mm in seven slices of 6 mm; more pages get a seal a group
_RESOURCE = "/SeamSeal"


def press_seam(content: bytes, seal: SealDrawing) -> bytes:
    """Press a seal over the right edges of the pages, half-way up; a single page has no seam. Equal input, equal bytes."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        if len(pdf.pages) < 2:
            return content
        drawing = pdf.make_stream(
            b"q\n" + seal.operators + b"\nQ",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, round(seal.size, 3), round(seal.size, 3)]),
            Resources=Dictionary(),
        )
        for number, (slice_number, slices) in enumerate(share_seals(len(pdf.pages))):
            _press(pdf, pdf.pages[number], drawing, seal.size, slice_number, slices)
        output = io.BytesIO()
        pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()


def share_seals(pages: int) -> list[tuple[int, int]]:
    """Which slice of how many each page bears; groups are as equal as can be, none of a single page."""
    groups = math.ceil(pages / _MOST_PAGES_A_SEAL)
    sizes = [pages // groups + (number < pages % groups) for number in range(groups)]
    return [(number, size) for size in sizes for number in range(size)]


def _press(pdf: Pdf, page: pikepdf.Page, drawing: Object, size: float, number: int, slices: int) -> None:
    """One slice at the right edge: clip to the strip, then move the whole seal so that this part falls into it."""
    _, bottom, right, top = (float(edge) for edge in page.mediabox)
    width = size / slices
    left, low = right - width, (bottom + top - size) / 2
    page.add_resource(drawing, Name.XObject, Name(_RESOURCE))
    operators = (
        f"/Artifact <</Type /Layout>> BDC q {left:.3f} {low:.3f} {width:.3f} {size:.3f} re W n "
        f"1 0 0 1 {left - number * width:.3f} {low:.3f} cm {_RESOURCE} Do Q EMC"
    )
    page.contents_add(pdf.make_stream(operators.encode()))

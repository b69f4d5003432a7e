"""Seals are vector drawings, the same for the same design."""

import re

import pytest

from reports.documents.fonts.catalogue import Face
from reports.documents.signing.seals import SealDesign, draw_seal
from tests.factories.documents import prepared_fonts

FONT = prepared_fonts().faces[Face.TITLE].path


@pytest.mark.parametrize(
    "design",
    [
        SealDesign("济南市公安局历下区分局", code="3701020012345"),
        SealDesign("内蒙古自治区呼伦贝尔市鄂伦春自治旗公安局治安管理大队", "治安管理专用章"),
        SealDesign("甲", diameter_mm=38),
    ],
)
def test_everything_drawn_stays_within_the_rim(design: SealDesign) -> None:
    drawing = draw_seal(design, FONT)
    assert drawing.size == pytest.approx(design.diameter_mm * 72 / 25.4)
    numbers = [float(n) for n in re.findall(rb"-?\d+\.\d+", b" ".join(drawing.operators.splitlines()[1:]))]
    assert min(numbers) >= 0
    assert max(numbers) <= drawing.size
    assert drawing.operators.count(b" f") == len(design.ring) + len(design.line) + len(design.code) + 1


def test_same_design_is_drawn_alike_and_needs_no_font_to_show() -> None:
    design = SealDesign("济南市公安局历下区分局")
    assert draw_seal(design, FONT) == draw_seal(design, FONT)
    assert "<text" not in draw_seal(design, FONT).svg
    assert b"Tf" not in draw_seal(design, FONT).operators

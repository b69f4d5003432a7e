"""骑缝章: a slice on every page, which together are the seal."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from reports.documents.fonts.catalogue import Face
from reports.documents.rules import Paragraph
from reports.documents.signing.fields import Field
from reports.documents.signing.pades import Signing, sign_document
from reports.documents.signing.seals import SealDesign, SealDrawing, draw_seal
from reports.documents.signing.seams import press_seam, share_seals
from tests.factories.documents import AUTHORITY, current, prepared_fonts, renderer, workshop
from tests.factories.structured import make_decision

PIXELS = 10  # a millimetre


@pytest.fixture(scope="module")
def seal() -> SealDrawing:
    return draw_seal(SealDesign(AUTHORITY.name, code="3701020012345"), prepared_fonts().faces[Face.TITLE].path)


@pytest.fixture(scope="module")
def paper() -> bytes:
    form = renderer().render(make_decision(blocks=(Paragraph("证据证实。" * 260),), photos=(), signatures=()))
    assert form.pages == 3
    return form.content


def edge_of(content: bytes, page: int, tmp_path: Path, millimetres: float) -> Image.Image:
    """The red of the right edge of a page, as poppler paints it."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    number = ["-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(["pdftoppm", "-r", str(PIXELS * 25.4), *number, "-png", path, path.with_suffix("")], check=True)
    with Image.open(path.with_suffix(".png")) as image:
        red, green, _ = image.convert("RGB").split()
        mask = ImageChops.multiply(red.point(lambda v: 255 * (v > 150)), green.point(lambda v: 255 * (v < 90)))
        width, height = image.size
        middle = height // 2
        return mask.crop((width - round(millimetres * PIXELS), middle - 220, width, middle + 220))


def test_slices_of_all_pages_side_by_side_are_the_whole_seal(paper: bytes, seal: SealDrawing, tmp_path: Path) -> None:
    pressed = press_seam(paper, seal)
    whole = Image.new("L", (420, 440))
    for page in (1, 2, 3):
        whole.paste(edge_of(pressed, page, tmp_path, 14), ((page - 1) * 140, 0))
    left, top, right, bottom = whole.getbbox() or (0, 0, 0, 0)
    assert (right - left, bottom - top) == pytest.approx((420, 420), abs=6)
    mirrored = whole.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    ring = [(x, y) for x in range(0, 420, 7) for y in (16, 17, 18) if whole.getpixel((x, y))]
    assert ring
    assert sum(1 for place in ring if mirrored.getpixel(place)) > len(ring) * 0.8


def test_single_page_has_no_seam(seal: SealDrawing) -> None:
    content = renderer().render(make_decision(blocks=(), photos=(), signatures=())).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
    assert press_seam(content, seal) == content


def test_equal_papers_get_equal_seams_which_screen_readers_pass_over(paper: bytes, seal: SealDrawing) -> None:
    pressed = press_seam(paper, seal)
    assert pressed == press_seam(paper, seal)
    with pikepdf.open(io.BytesIO(pressed)) as pdf:
        for page in pdf.pages:
            assert b"/Artifact" in page.Contents[-1].read_bytes()
            assert page.Contents[-1].read_bytes().endswith(b"EMC")


def test_signatures_made_over_a_seam_are_whole(paper: bytes, seal: SealDrawing, tmp_path: Path) -> None:
    tools = workshop()
    signing = Signing(Field("seal", "签章"), tools.bureau, "签发", "authority")
    signed = sign_document(press_seam(paper, seal), [signing], tools.stamper, tools.trust, current)
    (tmp_path / "signed.pdf").write_bytes(signed.content)
    seen = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "signed.pdf"], capture_output=True, check=False
    ).stdout.decode()
    assert seen.count("Signature is Valid.") == 1


@given(st.integers(2, 400))
def test_every_page_has_a_slice_of_at_least_six_millimetres_and_no_group_is_a_single_page(pages: int) -> None:
    shares = share_seals(pages)
    assert len(shares) == pages
    assert all(2 <= slices <= 7 and 0 <= number < slices for number, slices in shares)
    assert [number for number, _ in shares].count(0) == -(-pages // 7)

"""GB/T 9704-2012 with a ruler: what poppler says of the page, and what it paints of it."""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from reports.documents.rules import Authority, Paragraph
from tests.factories.documents import renderer
from tests.factories.structured import make_bulletin
from tests.measuring import MILLIMETRE, Word, words_of

LEFT, RIGHT, TOP, BOTTOM = 28, 210 - 26, 37, 297 - 35
PIXELS = 10  # a millimetre, painted at 254 dpi
FULL_LINE = "治" * 28


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[list[Word]]:
    """A bulletin of nothing but full lines."""
    path = tmp_path_factory.mktemp("official") / "long.pdf"
    path.write_bytes(renderer().render(make_bulletin(blocks=(Paragraph("治" * 1800, flush=True),))).content)
    return words_of(path)


@pytest.fixture(scope="module")
def first_page(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    path = tmp_path_factory.mktemp("painted") / "first.pdf"
    path.write_bytes(renderer().render(make_bulletin()).content)
    return paint(path, 1)


def paint(path: Path, page: int) -> Image.Image:
    out = path.with_suffix("")
    number = ["-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(["pdftoppm", "-r", str(PIXELS * 25.4), *number, "-png", path, out], check=True)
    with Image.open(out.with_suffix(".png")) as image:
        return image.convert("RGB")


def rows_of_red(image: Image.Image) -> list[tuple[float, float, float, float]]:
    """Bands of red: top, bottom, left and right in millimetres."""
    red, green, _ = image.split()
    mask = ImageChops.multiply(red.point(lambda v: 255 * (v > 150)), green.point(lambda v: 255 * (v < 70)))
    bands, start = [], None
    for y in range(image.height + 1):
        row = mask.crop((0, y, image.width, y + 1)).getbbox() if y < image.height else None
        if row and start is None:
            start = y
        elif not row and start is not None:
            left, _, right, _ = mask.crop((0, start, image.width, y)).getbbox() or (0, 0, 0, 0)
            bands.append((start / PIXELS, y / PIXELS, left / PIXELS, right / PIXELS))
            start = None
    return bands


def test_full_page_has_22_lines_of_28_characters(pages: list[list[Word]]) -> None:
    lines = [word for word in pages[1] if "治" in word.text]
    assert [line.text for line in lines] == [FULL_LINE] * 22


def test_lines_fill_the_type_area_between_the_margins(pages: list[list[Word]]) -> None:
    lines = [word for word in pages[1] if "治" in word.text]
    pitch = (lines[-1].top - lines[0].top) / 21
    assert pitch == pytest.approx(225 / 22, abs=0.02)
    assert {round(line.left, 1) for line in lines} == {LEFT}
    assert lines[0].right == pytest.approx(RIGHT, abs=0.1)
    half_leading = (pitch - (lines[0].bottom - lines[0].top)) / 2
    assert lines[0].top - half_leading == pytest.approx(TOP, abs=0.05)
    assert lines[-1].bottom + half_leading == pytest.approx(BOTTOM, abs=0.2)


def test_lines_with_figures_stand_as_far_apart_as_others(tmp_path: Path) -> None:
    """Faces of different heights pushed lines apart, and a page held 21 of them."""
    path = tmp_path / "mixed.pdf"
    mixed = ("治" * 28 + "a" + "整改率94.66%" + "治" * 22) * 12
    path.write_bytes(renderer().render(make_bulletin(blocks=(Paragraph(mixed, flush=True),))).content)
    tops = sorted({round(word.top, 2) for word in words_of(path)[1] if word.top < BOTTOM})
    steps = [later - earlier for earlier, later in pairwise(tops)]
    assert steps[:12] == pytest.approx([225 / 22] * 12, abs=0.05)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(pages: list[list[Word]]) -> None:
    one = 14 / MILLIMETRE  # a character of 4号
    for number, page in enumerate(pages, 1):
        first, figure, last = [word for word in page if word.top > BOTTOM and word.top < BOTTOM + 10][:3]
        assert (first.text, figure.text, last.text) == ("—", str(number), "—")
        if number % 2:
            assert last.right == pytest.approx(RIGHT - one, abs=0.1)
        else:
            assert first.left == pytest.approx(LEFT + one, abs=0.1)


def test_dashes_of_the_page_number_stand_7_mm_below_the_type_area(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(renderer().render(make_bulletin()).content)
    strip = paint(path, 1).convert("L").crop((LEFT * PIXELS, (BOTTOM + 3) * PIXELS, RIGHT * PIXELS, 290 * PIXELS))
    dark = [y for y in range(strip.height) if sum(1 for x in range(strip.width) if strip.getpixel((x, y)) < 128) > 60]
    assert 3 + dark[0] / PIXELS == pytest.approx(7, abs=0.3)


def test_red_mark_begins_35_mm_below_the_type_area_and_the_red_line_is_as_wide_as_it(first_page: Image.Image) -> None:
    mark, line = rows_of_red(first_page)
    assert mark[0] - TOP == pytest.approx(35, abs=0.3)
    assert LEFT <= mark[2]
    assert mark[3] <= RIGHT
    assert (line[2], line[3]) == pytest.approx((LEFT, RIGHT), abs=0.15)


def test_long_name_of_an_authority_stays_on_one_line_within_the_type_area(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    long = Authority("济南市公安局历下区分局治安管理大队内部单位治安保卫监督管理中队", "历公")
    path.write_bytes(renderer().render(make_bulletin(authority=long)).content)
    mark, _ = rows_of_red(paint(path, 1))
    assert LEFT - 0.2 <= mark[2]
    assert mark[3] <= RIGHT + 0.2


def test_date_ends_four_characters_from_the_right_with_the_name_centred_over_it(pages: list[list[Word]]) -> None:
    character = 15.79 / MILLIMETRE
    (date,) = [word for page in pages for word in page if word.text == "2026年11月22日"]
    (name,) = [word for page in pages for word in page if word.text == "济南市公安局历下区分局"]
    assert date.right == pytest.approx(RIGHT - 4 * character, abs=0.2)
    assert (name.left + name.right) / 2 == pytest.approx((date.left + date.right) / 2, abs=0.2)
    assert name.bottom < date.top + 1


def test_colophon_ends_on_the_last_line_of_the_last_page(pages: list[list[Word]]) -> None:
    last = pages[-1]
    printed = next(word for word in last if word.text.endswith("印发"))
    copied = next(word for word in last if word.text.startswith("抄送："))
    character = 14 / MILLIMETRE
    assert printed.right == pytest.approx(RIGHT - character, abs=0.2)
    assert copied.left == pytest.approx(LEFT + character, abs=0.2)
    assert BOTTOM - 10 < printed.bottom < BOTTOM


def test_seal_presses_name_and_date_and_its_top_is_within_a_line_of_the_text(tmp_path: Path) -> None:
    form = renderer().render(make_bulletin(blocks=(Paragraph("治" * 700, flush=True),), annexes=()))
    path = tmp_path / "sealed.pdf"
    path.write_bytes(form.content)
    place = form.places["seal"]
    top, bottom = (297 - edge / MILLIMETRE for edge in (place.top, place.bottom))
    page = words_of(path)[place.page]
    (date,) = [word for word in page if word.text == "2026年11月22日"]
    text = max(word.bottom for word in page if word.text.startswith("治治"))
    assert bottom - top == pytest.approx(42, abs=0.1)
    assert top < date.top - 12
    assert date.bottom < bottom
    assert 0 < top - text < 225 / 22

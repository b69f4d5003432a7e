"""Fonts are cut once, cover GBK, and say which characters of a name they lack."""

from pathlib import Path

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from reports.documents.fonts.catalogue import Face, gbk_characters
from reports.documents.fonts.coverage import is_patched, missing_characters
from reports.documents.fonts.discovery import find_fonts
from reports.documents.fonts.errors import FontMissing, FontUnreadable
from reports.documents.fonts.identity import renumber_cids
from reports.documents.fonts.preparing import load_fonts, prepare_fonts
from reports.documents.fonts.subsetting import cut_font
from tests.factories.documents import prepared_fonts


def test_every_face_is_made_and_the_last_resort_covers_gbk() -> None:
    fonts = prepared_fonts()
    assert set(fonts.faces) == set(Face)
    lacking = gbk_characters() - fonts.faces[Face.SERIF].characters
    assert len(lacking) <= 2  # code points that GBK has and Unicode fonts don't


def test_common_name_characters_are_all_there() -> None:
    assert missing_characters("喆珺堃祎昇淼䶮鿍", prepared_fonts()) == []


def test_character_beyond_all_fonts_is_named_once() -> None:
    assert missing_characters("王\U000323af\U000323af", prepared_fonts()) == ["\U000323af"]


def test_name_that_would_be_patched_from_two_designs_is_told() -> None:
    fonts = prepared_fonts()
    covered = fonts.faces[Face.FANG].characters
    assert not is_patched("王建国 370102", fonts)
    assert is_patched("喆", fonts) == (ord("喆") not in covered)


@pytest.mark.parametrize("face", [Face.FANG, Face.TITLE, Face.HEI, Face.SERIF, Face.RARE])
def test_cut_font_names_each_glyph_by_its_position(face: Face) -> None:
    """A PDF names glyphs of CID-keyed fonts by CID; where CID and position part, strict readers show other characters."""
    with TTFont(prepared_fonts().faces[face].path, lazy=True, checkChecksums=2) as font:
        top = font["CFF "].cff.topDictIndex[0]
        if hasattr(top, "ROS"):
            assert top.charset[1:] == [f"cid{position:05}" for position in range(1, len(top.charset))]
            assert len(top.charset) == font["maxp"].numGlyphs == len(top.CharStrings)


def test_font_without_cids_is_left_as_it_is() -> None:
    content = prepared_fonts().faces[Face.LATIN].path.read_bytes()
    assert renumber_cids(content) == content


def test_cut_glyphs_are_those_of_the_source() -> None:
    face = prepared_fonts().faces[Face.SERIF]
    (source,) = [
        file
        for file in find_fonts([Path("/usr/share/fonts/opentype/noto")])
        if file.family == face.source_family and file.style == "Regular"
    ]
    with TTFont(source.path, fontNumber=source.index, lazy=True) as before, TTFont(face.path, lazy=True) as after:
        for character in "珺堃治安隐患，（":
            outlines = []
            for font in (before, after):
                pen = RecordingPen()
                font.getGlyphSet()[font.getBestCmap()[ord(character)]].draw(pen)
                outlines.append(pen.value)
            assert outlines[0] == outlines[1]


def test_prepared_folder_is_loaded_and_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.documents.fonts.preparing._wanted", lambda _face, _gbk: frozenset({0x41, 0x7532}))
    first = prepare_fonts(tmp_path)
    monkeypatch.setattr("reports.documents.fonts.preparing.cut_font", lambda *_: pytest.fail("cut again"))
    second = prepare_fonts(tmp_path)
    assert second.fingerprint == first.fingerprint
    assert load_fonts(tmp_path).fingerprint == first.fingerprint


def test_unfinished_folder_counts_as_missing(tmp_path: Path) -> None:
    with pytest.raises(FontMissing):
        load_fonts(tmp_path)


def test_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.otf"
    broken.write_bytes(b"OTTO" + bytes(64))
    assert find_fonts([tmp_path]) == []
    with pytest.raises(FontUnreadable):
        cut_font(tmp_path / "absent.otf", 0, frozenset({0x41}))


def test_yuan_sign_is_not_taken_from_a_font_that_draws_a_dollar() -> None:
    """FandolFang has one drawing for both, and a fine stood in dollars."""
    fonts = prepared_fonts()
    for face in (Face.FANG, Face.KAI):
        if fonts.faces[face].source_family.startswith("Fandol"):
            assert 0xFFE5 not in fonts.faces[face].characters
    assert missing_characters("￥", fonts) == []


@pytest.mark.parametrize("face", list(Face))
def test_every_face_is_an_em_high_so_that_lines_stand_alike(face: Face) -> None:
    with TTFont(prepared_fonts().faces[face].path, lazy=True) as font:
        units = font["head"].unitsPerEm
        heights = (font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap)
        assert heights == (round(units * 0.88), -round(units * 0.12), 0)
        assert (font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender) == heights[:2]

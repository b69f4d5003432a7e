"""Cut a font to a character set with the system's HarfBuzz (1.5 s for a CJK face, where fontTools takes a minute)."""

import ctypes
from ctypes import POINTER, c_char_p, c_uint, c_uint32, c_void_p
from functools import cache
from pathlib import Path
from typing import Any

from reports.documents.fonts.errors import FontLibraryMissing, FontUnreadable
from reports.documents.fonts.identity import level_height, renumber_cids

_SET_DROP_TABLES = 3  # HB_SUBSET_SETS_DROP_TABLE_TAG
# Vertical and alternate forms are not used on these pages, and the alternates are a quarter of the file.
_DROPPED_TABLES = ("GSUB", "VORG", "vhea", "vmtx")


class _HarfBuzz:
    """The dozen functions of HarfBuzz that are needed, typed."""

    def __init__(self) -> None:
        try:
            self.base = ctypes.CDLL("libharfbuzz.so.0")
            self.subset = ctypes.CDLL("libharfbuzz-subset.so.0")
        except OSError as error:
            raise FontLibraryMissing(str(error)) from error
        base, subset = self.base, self.subset
        signatures: tuple[tuple[Any, Any, list[Any]], ...] = (
            (base.hb_blob_create_from_file_or_fail, c_void_p, [c_char_p]),
            (base.hb_blob_get_data, c_void_p, [c_void_p, POINTER(c_uint)]),
            (base.hb_blob_destroy, None, [c_void_p]),
            (base.hb_face_create, c_void_p, [c_void_p, c_uint]),
            (base.hb_face_reference_blob, c_void_p, [c_void_p]),
            (base.hb_face_destroy, None, [c_void_p]),
            (base.hb_set_add, None, [c_void_p, c_uint32]),
            (subset.hb_subset_input_create_or_fail, c_void_p, []),
            (subset.hb_subset_input_destroy, None, [c_void_p]),
            (subset.hb_subset_input_unicode_set, c_void_p, [c_void_p]),
            (subset.hb_subset_input_set, c_void_p, [c_void_p, c_uint]),
            (subset.hb_subset_or_fail, c_void_p, [c_void_p, c_void_p]),
        )
        for function, result, arguments in signatures:
            function.restype = result
            function.argtypes = arguments


@cache
def _harfbuzz() -> _HarfBuzz:
    return _HarfBuzz()


def cut_font(source: Path, index: int, code_points: frozenset[int]) -> bytes:
    """Give a static font with only these characters.

    Raises FontLibraryMissing, FontUnreadable.
    """
    harfbuzz = _harfbuzz()
    base, subset = harfbuzz.base, harfbuzz.subset
    blob = base.hb_blob_create_from_file_or_fail(str(source).encode())
    if not blob:
        raise FontUnreadable(source.name)
    face = base.hb_face_create(blob, index)
    base.hb_blob_destroy(blob)
    order = subset.hb_subset_input_create_or_fail()
    try:
        wanted = subset.hb_subset_input_unicode_set(order)
        for code_point in sorted(code_points):
            base.hb_set_add(wanted, code_point)
        dropped = subset.hb_subset_input_set(order, _SET_DROP_TABLES)
        for tag in _DROPPED_TABLES:
            base.hb_set_add(dropped, int.from_bytes(tag.encode(), "big"))
        cut = subset.hb_subset_or_fail(face, order)
        if not cut:
            raise FontUnreadable(source.name)
        return level_height(renumber_cids(_bytes_of_face(base, cut)))
    finally:
        subset.hb_subset_input_destroy(order)
        base.hb_face_destroy(face)


def _bytes_of_face(base: ctypes.CDLL, face: int) -> bytes:
    blob = base.hb_face_reference_blob(face)
    length = c_uint()
    start = base.hb_blob_get_data(blob, ctypes.byref(length))
    content = ctypes.string_at(start, length.value)
    base.hb_blob_destroy(blob)
    base.hb_face_destroy(face)
    return content

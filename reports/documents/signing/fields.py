"""Signature fields, made before the first signature and tagged, so that PDF/UA and the certification both survive.

pyHanko can make fields while signing, but untagged ones, and a field added after the first signature is a change that its
certification must then allow.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

if TYPE_CHECKING:
    from reports.documents.rendering.engine import Place

_PRINTED_AND_LOCKED = 4 | 128
_SIGNATURES_EXIST_AND_APPEND_ONLY = 3
STAMP_FIELD = "archive-stamp"


@dataclass(frozen=True, slots=True)
class Field:
    """A place to sign; without a `place` it isn't seen."""

    name: str
    label: str  # read aloud by screen readers, 济南市公安局历下区分局 签章
    place: Place | None = None


def add_fields(content: bytes, fields: Sequence[Field]) -> bytes:
    """Add empty signature fields to a tagged PDF; equal input gives equal bytes."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        widgets = [_add_field(pdf, field) for field in fields]
        pdf.Root.AcroForm = pdf.make_indirect(
            Dictionary(Fields=Array(widgets), SigFlags=_SIGNATURES_EXIST_AND_APPEND_ONLY)
        )
        output = io.BytesIO()
        pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()


def _add_field(pdf: Pdf, field: Field) -> Object:
    place = field.place
    page = pdf.pages[place.page if place else 0]
    rectangle = [place.left, place.bottom, place.right, place.top] if place else [0, 0, 0, 0]
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(field.name),
            TU=String(field.label),
            Contents=String(field.label),
            F=_PRINTED_AND_LOCKED,
            P=page.obj,
            Rect=Array([round(number, 3) for number in rectangle]),
        )
    )
    if place:
        widget.AP = Dictionary(N=_empty_appearance(pdf, place))
    if Name.Annots not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(widget)
    page.obj.Tabs = Name.S
    _tag(pdf, page.obj, widget)
    return widget


def _empty_appearance(pdf: Pdf, place: Place) -> Object:
    """PDF/A wants an appearance for every field that can be seen, signed or not."""
    box = Array([0, 0, round(place.right - place.left, 3), round(place.top - place.bottom, 3)])
    return pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary())


def _tag(pdf: Pdf, page: Object, widget: Object) -> None:
    """Enter the widget in the structure tree as a form element, and in the tree that leads back from it."""
    tree = pdf.Root.StructTreeRoot
    top = tree.K[0] if isinstance(tree.K, Array) else tree.K
    element = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=top,
            Pg=page,
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),  # not in an array: pyHanko looks for K.Obj
        )
    )
    if not isinstance(top.K, Array):
        top.K = Array([top.K])
    top.K.append(element)
    numbers = tree.ParentTree.Nums
    key = max((int(numbers[i]) for i in range(0, len(numbers), 2)), default=-1) + 1
    numbers.append(key)
    numbers.append(element)
    widget.StructParent = key
    tree.ParentTreeNextKey = key + 1

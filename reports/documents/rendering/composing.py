"""Compose a form's HTML from its facts: text made fit for paper, everything escaped, images by name."""

import base64
import dataclasses
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from reports.documents.fonts.catalogue import STACKS, Face
from reports.documents.fonts.coverage import is_patched
from reports.documents.fonts.preparing import FontSet
from reports.documents.rendering import wording
from reports.documents.rendering.charts import draw_chart, write_figure
from reports.documents.rendering.codes import draw_code
from reports.documents.rendering.filing import Index, index_papers
from reports.documents.rendering.text import mark_missing, normalise
from reports.documents.rendering.titles import break_title, mark_style
from reports.documents.rules import (
    DocumentFacts,
    FileOfPapers,
    HandSignature,
    InspectionRecord,
    LabelSheet,
    LegalForm,
    Photo,
    RectificationReport,
    TableReport,
    amount_in_words,
    template_of,
)

Facts = TypeVar("Facts")
_JPEG = b"\xff\xd8"


@dataclasses.dataclass(frozen=True)
class Composition:
    html: str
    images: dict[str, tuple[bytes, str]]
    missing: list[str]  # characters that no font can draw, printed as 〓
    index: Index | None = None  # of a file of papers


_STYLE_SHEETS = ("documents.css", "blocks.css", "official.css", "honours.css")  # later ones speak last


def style_sheet() -> str:
    folder = files("reports.documents").joinpath("templates")
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in _STYLE_SHEETS)


def compose(facts: DocumentFacts, fonts: FontSet) -> Composition:
    """Fill the template of the facts' kind."""
    fitted, missing = fit_for_paper(facts, _drawable(fonts))
    environment = _environment()
    template = environment.get_template(f"{template_of(facts)}.html.j2")
    index = index_papers(fitted.papers) if isinstance(fitted, FileOfPapers) else None
    html = template.render(facts=fitted, code=_code(facts.verification.url), name=_namer(fonts), index=index)
    return Composition(html, _images(facts), missing, index)


def compose_report(report: TableReport, fonts: FontSet) -> Composition:
    """A list as a page of its own kind."""
    fitted, missing = fit_for_paper(report, _drawable(fonts))
    html = _environment().get_template("table_report.html.j2").render(report=fitted, all_widths=sum(report.widths))
    return Composition(html, {}, missing)


def compose_labels(sheet: LabelSheet, fonts: FontSet) -> Composition:
    """Labels with their QR codes; the codes lead where the facts say, whatever the fonts can draw."""
    fitted, missing = fit_for_paper(sheet, _drawable(fonts))
    codes = [_code(label.address) for label in sheet.labels]
    html = _environment().get_template("label_sheet.html.j2").render(sheet=fitted, codes=codes)
    return Composition(html, {}, missing)


def compose_rectification(report: RectificationReport, fonts: FontSet) -> Composition:
    """A unit's report with its photos before and after."""
    fitted, missing = fit_for_paper(report, _drawable(fonts))
    html = _environment().get_template("rectification_report.html.j2").render(report=fitted, name=_namer(fonts))
    return Composition(html, _photo_images(report.photos), missing)


def _code(url: str) -> str:
    """The QR code as an address of its own; a draft leads nowhere yet."""
    return _as_address(draw_code(url)) if url else ""


def _as_address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def fit_for_paper(facts: Facts, drawable: frozenset[int]) -> tuple[Facts, list[str]]:
    """Normalise every text in nested facts; what no font can draw becomes 〓 and is named."""
    missing: list[str] = []

    def fit(value: Any) -> Any:
        if isinstance(value, str) and type(value) is str:
            text, lacking = mark_missing(normalise(value), drawable)
            missing.extend(lacking)
            return text
        if isinstance(value, tuple):
            return tuple(fit(part) for part in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            changed = {field.name: fit(getattr(value, field.name)) for field in dataclasses.fields(value)}
            return dataclasses.replace(value, **changed)
        return value

    return fit(facts), list(dict.fromkeys(missing))


def _drawable(fonts: FontSet) -> frozenset[int]:
    return frozenset[int]().union(*(fonts.faces[face].characters for face in STACKS["fang"]))


def _images(facts: DocumentFacts) -> dict[str, tuple[bytes, str]]:
    images = _photo_images(facts.photos)
    for index, signature in enumerate(_signatures(facts)):
        if signature.image is not None:
            images[signature_address(index)] = (signature.image, "image/png")
    return images


def _signatures(facts: DocumentFacts) -> list[HandSignature]:
    if isinstance(facts, InspectionRecord):
        return [*facts.officer_signatures, *([facts.unit_signature] if facts.unit_signature else [])]
    return list(facts.signatures) if isinstance(facts, LegalForm) else []


def _photo_images(photos: Iterable[Photo]) -> dict[str, tuple[bytes, str]]:
    kinds = {True: "image/jpeg", False: "image/png"}
    return {photo_address(photo): (photo.image, kinds[photo.image[:2] == _JPEG]) for photo in photos}


def photo_address(photo: Photo) -> str:
    return f"shouwang:photo/{photo.number}"


def signature_address(index: int) -> str:
    return f"shouwang:signature/{index}"


def _namer(fonts: FontSet) -> Any:
    def name(text: str) -> Markup:
        """A name in one design: in Song throughout when the Fangsong face lacks one of its characters."""
        if is_patched(text, fonts, Face.FANG):
            return Markup('<span class="serif">{}</span>').format(text)
        return escape(text)

    return name


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports.documents", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: Mapping[str, Any] = {
        "day_of": lambda instant: wording.write_day(instant.astimezone(wording.BEIJING)),
        "amount": amount_in_words,
        "chinese_day": wording.write_chinese_day,
        "day": wording.write_day,
        "minute": wording.write_minute,
        "second": wording.write_second,
        "numeral": wording.write_numeral,
        "position": wording.write_position,
        "figures": wording.write_figures,
        "grouped": wording.group_hash,
        "grade": wording.GRADES.__getitem__,
        "source": wording.SOURCES.__getitem__,
        "paragraphs": _paragraphs,
        "photo_address": photo_address,
        "block_kind": lambda block: type(block).__name__,
        "chart_address": lambda chart: _as_address(draw_chart(chart)),
        "figure": write_figure,
        "balanced": break_title,
        "mark_style": mark_style,
    }
    environment.filters.update(filters)
    environment.globals.update(span=wording.write_span, signature_address=signature_address)
    return environment

"""Render a form: the one way from facts to a file."""

from dataclasses import dataclass

from reports.documents.fonts.preparing import FontSet
from reports.documents.rendering.attaching import attach_papers
from reports.documents.rendering.composing import (
    compose,
    compose_labels,
    compose_rectification,
    compose_report,
    style_sheet,
)
from reports.documents.rendering.engine import Engine, Place
from reports.documents.rules import DocumentFacts, LabelSheet, RectificationReport, TableReport


@dataclass(frozen=True, slots=True)
class RenderedForm:
    content: bytes
    pages: int
    places: dict[str, Place]  # where signatures go, by name
    missing: list[str]  # characters printed as 〓


class FormRenderer:
    """Renders forms; make one a process, 0.2 s, and keep it."""

    def __init__(self, fonts: FontSet) -> None:
        self._engine = Engine(fonts, style_sheet())

    def render(self, facts: DocumentFacts) -> RenderedForm:
        """Render the form of these facts; equal facts and fonts give equal bytes.

        Raises ResourceRefused.
        """
        composition = compose(facts, self._engine.fonts)
        rendering = self._engine.render(composition.html, facts.verification.document_id, composition.images)
        content = rendering.content
        if composition.index and composition.index.entries and not facts.draft:
            content = attach_papers(content, composition.index)
        return RenderedForm(content, rendering.pages, rendering.places, composition.missing)

    def render_report(self, report: TableReport) -> RenderedForm:
        """Render a list as a table; some 40 rows a page."""
        composition = compose_report(report, self._engine.fonts)
        rendering = self._engine.render(composition.html, report.id, composition.images)
        return RenderedForm(rendering.content, rendering.pages, rendering.places, composition.missing)

    def render_labels(self, sheet: LabelSheet) -> RenderedForm:
        """Render labels, 24 a page."""
        composition = compose_labels(sheet, self._engine.fonts)
        rendering = self._engine.render(composition.html, sheet.id, composition.images)
        return RenderedForm(rendering.content, rendering.pages, rendering.places, composition.missing)

    def render_rectification(self, report: RectificationReport) -> RenderedForm:
        """Render a unit's report on what it put right."""
        composition = compose_rectification(report, self._engine.fonts)
        rendering = self._engine.render(composition.html, report.id, composition.images)
        return RenderedForm(rendering.content, rendering.pages, rendering.places, composition.missing)

"""Turn composed pages into PDF bytes, one renderer a process.

WeasyPrint is held to: one font configuration for the life of the process (a new one a document leaks), nothing fetched but
data and our own names, one rendering at a time (Pango's font map is not safe for threads).
"""

import io
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from uuid import UUID

from weasyprint import CSS, HTML
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.documents.fonts.catalogue import STACKS
from reports.documents.fonts.preparing import FontSet
from reports.documents.rendering.errors import ResourceRefused
from reports.documents.rendering.justification import justify_chinese
from reports.documents.rendering.metadata import FormMetadata

SCHEME = "shouwang:"
_POINTS_PER_PIXEL = 0.75
_COLOURS = "shouwang-srgb"


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page in PDF points from its lower left corner; `page` counts from 0."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Rendering:
    content: bytes
    pages: int
    places: dict[str, Place]  # by the id of the element


class OwnResources(URLFetcher):
    """Fetch `data:` addresses and the names handed in; refuse the rest by stopping the rendering."""

    def __init__(self, named: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._named = named

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if found := self._named.get(url):
            return URLFetcherResponse(url, found[0], {"Content-Type": found[1]})
        raise FatalURLFetchingError(url[:200])


class _Colours(ColorProfile):
    """WeasyPrint's own sRGB profile, byte for byte.

    Asked for by name, WeasyPrint opens the file for every document and leaves it open, and what it writes is the profile
    as Little CMS puts it together, which is longer the second time.
    """

    def __init__(self) -> None:
        self._bytes = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
        super().__init__(io.BytesIO(self._bytes), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))

    @property
    def content(self) -> bytes:
        return self._bytes


class Engine:
    """A renderer with its fonts loaded. Make one a process and keep it."""

    def __init__(self, fonts: FontSet, style_sheet: str) -> None:
        justify_chinese()
        self.fonts = fonts
        self._lock = threading.Lock()
        self._configuration = FontConfiguration()
        self._colours = _Colours()
        faces = {
            f"{SCHEME}fonts/{face.value}": (prepared.path.read_bytes(), "font/otf")
            for face, prepared in fonts.faces.items()
        }
        self._style = CSS(
            string=_font_rules(fonts) + style_sheet,
            font_config=self._configuration,
            url_fetcher=OwnResources(faces),
        )

    def render(
        self, html: str, document_id: UUID, images: Mapping[str, tuple[bytes, str]], language: str = "zh-CN"
    ) -> Rendering:
        """Render a page of HTML; `images` are found under `shouwang:` names. Equal input gives equal bytes.

        Raises ResourceRefused.
        """
        try:
            with self._lock:
                document = HTML(string=html, url_fetcher=OwnResources(images), base_url=SCHEME).render(
                    stylesheets=[self._style], font_config=self._configuration, pdf_variant="pdf/a-3a", pdf_tags=True
                )
                _sink_feet(document.pages)
                places = _places(document.pages)
                document.metadata = FormMetadata(document.metadata, document_id)
                document.metadata.lang = language
                document.color_profiles = {_COLOURS: self._colours}
                document.output_intent = _COLOURS
                content = document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True, output_intent=_COLOURS)
        except FatalURLFetchingError as error:
            raise ResourceRefused(str(error)) from error
        return Rendering(content, len(document.pages), places)


def _font_rules(fonts: FontSet) -> str:
    rules = [
        f'@font-face {{ font-family: "{prepared.family}"; src: url("{SCHEME}fonts/{face.value}"); }}'
        for face, prepared in fonts.faces.items()
    ]
    for name, stack in STACKS.items():
        families = ", ".join(f'"{fonts.faces[face].family}"' for face in stack)
        rules.append(f".{name} {{ font-family: {families}; font-weight: normal; font-style: normal; }}")
    rules.append(
        f"html {{ font-family: {', '.join(chr(34) + fonts.faces[f].family + chr(34) for f in STACKS['fang'])}; }}"
    )
    latin = fonts.faces[STACKS["fang"][0]].family
    rules.append(f'@page {{ font-family: "{latin}", "{fonts.faces[STACKS["fang"][1]].family}", "Shouwang Serif"; }}')
    return "\n".join(rules) + "\n"


def _sink_feet(pages: list[Any]) -> None:
    """Set what is of class `sunk` (the 版记) on the bottom of its page's text area; nothing flows there any more."""
    for number, page in enumerate(pages):
        root = page._page_box
        bottom = root.content_box_y() + root.height
        moved = False
        for box in root.descendants():
            if box.element is not None and "sunk" in (box.element.get("class") or "").split() and box.height != "auto":
                box.translate(0, bottom - (box.position_y + box.margin_height()))
                moved = True
        if moved:  # links and anchors were read where the boxes were before
            pages[number] = type(page)(root)


def _places(pages: list[Any]) -> dict[str, Place]:
    """Where the elements with an id ended up; only those that the style sheet anchors."""
    found: dict[str, Place] = {}
    for index, page in enumerate(pages):
        for name, (left, top, right, bottom) in page.anchors.items():
            found.setdefault(
                name,
                Place(
                    page=index,
                    left=left * _POINTS_PER_PIXEL,
                    bottom=(page.height - bottom) * _POINTS_PER_PIXEL,
                    right=right * _POINTS_PER_PIXEL,
                    top=(page.height - top) * _POINTS_PER_PIXEL,
                ),
            )
    return found

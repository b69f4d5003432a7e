"""Chinese lines end flush right: WeasyPrint alone leaves them ragged."""

import re
import subprocess
from pathlib import Path

from weasyprint.layout import inline

from reports.documents.rendering.engine import Engine
from tests.factories.documents import DOCUMENT_ID, prepared_fonts

PARAGRAPH = (
    "整改期间，你单位应当采取下列必要措施，保障人员和财产安全：在南门外设置临时水泥隔离墩，并安排2名保安员值守；" * 6
)
PAGE = "@page { size: 200mm 200mm; margin: 20mm } p { text-align: justify; font-size: 16pt; margin: 0 }"


def right_edges(content: bytes, folder: Path) -> list[float]:
    """Where each line ends, in points, but for the last line."""
    path = folder / "page.pdf"
    path.write_bytes(content)
    boxes = subprocess.run(["pdftotext", "-bbox-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    return [float(edge) for edge in re.findall(r'<line [^>]*xMax="([\d.]+)"', boxes)][:-1]


def test_chinese_lines_end_within_half_a_millimetre(tmp_path: Path) -> None:
    html = f'<html lang="zh-CN"><title>x</title><p>{PARAGRAPH}</p>'
    edges = right_edges(Engine(prepared_fonts(), PAGE).render(html, DOCUMENT_ID, {}).content, tmp_path)
    assert len(edges) > 5
    assert max(edges) - min(edges) < 0.5 * 72 / 25.4


def test_line_broken_long_before_its_end_is_not_torn_apart(tmp_path: Path) -> None:
    html = f'<html lang="zh-CN"><title>x</title><p>指纹 {"a" * 40} 完</p>'
    assert Engine(prepared_fonts(), PAGE).render(html, DOCUMENT_ID, {}).pages == 1


def test_justification_is_replaced_once() -> None:
    Engine(prepared_fonts(), "")
    replaced = inline.justify_line
    Engine(prepared_fonts(), "")
    assert inline.justify_line is replaced
    assert replaced.__module__ == "reports.documents.rendering.justification"

"""What tests of assessments share."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.backends import Backend
from tests.factories.assessments import published, reckoned
from tests.factories.records import Json, Sender
from tests.world import World


@pytest.fixture
def sender(world: World, client_as: Callable[[str], Any]) -> Sender:
    return Sender(world, client_as)


@pytest.fixture
def scheme(world: World, client_as: Callable[[str], Any]) -> Json:
    """Published by the Lixia branch."""
    return published(client_as("officer"), world)


@pytest.fixture
def run(world: World, client_as: Callable[[str], Any], run_jobs: Callable[[], int], backend: Backend) -> Json:
    officer = client_as("officer")
    return backend.keep("a reckoned run", lambda: reckoned(officer, published(officer, world), run_jobs))


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], str]:
    """The text of a PDF with all white space and page numbers taken out."""

    def text_of(content: bytes) -> str:
        path = tmp_path / "paper.pdf"
        path.write_bytes(content)
        shown = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, timeout=60)
        text = "".join(shown.stdout.decode().split())
        return re.sub(r"—\d+—", "", text)  # a page may end within what is looked for

    return text_of

"""The pages that need no account, on a desk and on a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Server
from tests.e2e.looking import NARROW, WIDE, Rest, complaints, opened


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desk", "narrow"])
def test_public_pages_are_accessible(server: Server, browser: Browser, size: dict[str, int]) -> None:
    context = opened(browser, size, {})
    page = context.new_page()
    rest, told = Rest(page), {}
    for path in ("/", "/verify", "/verify/0000-0000-0000-0000"):
        page.goto(f"{server.address}{path}")
        rest.wait()
        told[path] = complaints(page)
    context.close()
    assert {path: found for path, found in told.items() if found} == {}

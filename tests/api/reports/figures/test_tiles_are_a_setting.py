"""The map needs no tiles; an installation that has some names them, and only their host may serve pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from server.core.settings import SettingsInvalid
from server.web.app import create_app
from tests.backends import Backend
from wsgi import PARTS

TILES = "https://tiles.example.gov.cn:8443/{z}/{x}/{y}.png"
PATH = "/api/v1/figures/map-settings"


def test_without_tiles_there_is_a_schematic(client_as: Callable[[str], Any]) -> None:
    assert client_as("officer").get(PATH).json == {"tile_url": "", "tile_note": "", "is_gcj02": False}


def test_the_tiles_and_their_datum_are_told(app: Flask, client_as: Callable[[str], Any]) -> None:
    kept = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(kept, map_tile_url=TILES, map_tile_note="市局地图", map_tile_gcj02=True)
    try:
        answer = client_as("officer").get(PATH).json
    finally:
        app.config["SETTINGS"] = kept
    assert answer == {"tile_url": TILES, "tile_note": "市局地图", "is_gcj02": True}


def test_pictures_may_come_from_the_tiles_host_and_no_other(backend: Backend) -> None:
    folder = backend.settings.web_root / "console" / "dist"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text("<!doctype html>")
    policies = {}
    for url in ("", TILES):
        client = create_app(replace(backend.settings, map_tile_url=url), PARTS).test_client()
        policies[url] = client.get("/console/").headers["Content-Security-Policy"]
    (folder / "index.html").unlink()
    assert "img-src 'self' blob:" in policies[""]
    assert "img-src 'self' https://tiles.example.gov.cn:8443 blob:" in policies[TILES]


@pytest.mark.parametrize("url", ["tiles.example/{z}", "https://a; script-src *", "javascript:1", "https://a b/"])
def test_an_address_that_is_none_stops_the_start(backend: Backend, url: str) -> None:
    with pytest.raises(SettingsInvalid, match="MAP_TILE_URL"):
        replace(backend.settings, map_tile_url=url).checked()

"""What tests of patrols share: cameras that answer on this very machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device_checks.patrols.services import running
from device_checks.sources.rules.bounds import BOUNDS
from tests.factories.camera_servers import camera, picture, shows
from tests.factories.patrols import open_own_machine
from tests.world import World


@pytest.fixture
def own_machine(world: World, connected: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cameras on this machine may be asked; two frames are not waited for."""
    monkeypatch.setattr(BOUNDS, "loopback_allowed", True)
    monkeypatch.setattr(running, "is_worth_a_pair", lambda *_: False)
    open_own_machine(world)


@pytest.fixture
def port() -> Iterator[int]:
    with camera(shows(picture(size=(1920, 1080)))) as open_port:
        yield open_port

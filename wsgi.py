"""Composition root: the only file that knows every package. Plain lists of blueprints, jobs and schedules."""

from __future__ import annotations

import sys

from flask import Flask

from server.core.settings import Settings
from server.web.app import Parts, create_app
from server.web.audit import api as audit
from server.web.signin import api as signin

PARTS = Parts(
    blueprints=[
        signin.blueprint,
        audit.blueprint,
    ],
    jobs=[],
    schedules=[],
)


def make_application() -> Flask:
    """What a WSGI server serves; the settings come from the environment."""
    return create_app(Settings.from_environment(), PARTS)


if __name__ == "__main__":
    from server.web.commands import main

    sys.exit(main(PARTS))

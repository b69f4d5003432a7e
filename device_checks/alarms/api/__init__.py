"""Doors of alarms: for people and devices over HTTP, for hosts over DC-09."""

from device_checks.alarms.api.events import blueprint as events
from device_checks.alarms.api.lines import blueprint as lines
from device_checks.alarms.api.lines import zones
from device_checks.alarms.api.receiver import listen
from device_checks.alarms.api.tests import blueprint as tests

BLUEPRINTS = [lines, zones, events, tests]

__all__ = ["BLUEPRINTS", "events", "lines", "listen", "tests", "zones"]

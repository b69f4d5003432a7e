"""Pictures over HTTP."""

from device_checks.pictures.api.cameras import cameras, references, snapshots, wall
from device_checks.pictures.api.faults import blueprint as faults
from device_checks.pictures.api.faults import feedback, terms

BLUEPRINTS = [wall, cameras, snapshots, references, faults, feedback, terms]

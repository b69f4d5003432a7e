"""Acts on units: one function for one act."""

from server.units.registry.services.responsibilities import appoint_responsible, end_responsibility
from server.units.registry.services.sites import open_site
from server.units.registry.services.units import register_unit, revise_unit

__all__ = ["appoint_responsible", "end_responsibility", "open_site", "register_unit", "revise_unit"]

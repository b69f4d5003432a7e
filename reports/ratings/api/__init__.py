"""平安单位 over HTTP."""

from reports.ratings.api import applications, schemes, standing
from reports.ratings.api.blueprint import blueprint

__all__ = ["applications", "blueprint", "schemes", "standing"]

"""Asking for exports, making them, throwing them away."""

from reports.exports.services.asking import request_export, sweep_exports
from reports.exports.services.making import make_export

__all__ = ["make_export", "request_export", "sweep_exports"]

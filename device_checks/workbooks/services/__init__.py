"""Facilities in and out by spreadsheet."""

from device_checks.workbooks.services.importing import import_facilities
from device_checks.workbooks.services.writing import export_facilities, write_error_workbook, write_template

__all__ = ["export_facilities", "import_facilities", "write_error_workbook", "write_template"]

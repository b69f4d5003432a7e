"""Units in and out by spreadsheet."""

from server.units.spreadsheets.services.exporting import export_units
from server.units.spreadsheets.services.importing import import_units
from server.units.spreadsheets.services.writing import write_error_workbook, write_template

__all__ = ["export_units", "import_units", "write_error_workbook", "write_template"]

"""Checklists out and in as workbooks."""

from checklists.xlsforms.services.exchange import export_version, import_form, read_form
from checklists.xlsforms.services.reading import read_workbook
from checklists.xlsforms.services.writing import write_workbook

__all__ = ["export_version", "import_form", "read_form", "read_workbook", "write_workbook"]

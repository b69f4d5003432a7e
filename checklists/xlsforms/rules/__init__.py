"""A checklist as the rows of an XLSForm, and back. Pure: knows no workbook and no database.

docs/decisions/0016-xlsforms.md says which row and column carries what.
"""

from checklists.xlsforms.rules.forms import FormRows, Row, rows_of
from checklists.xlsforms.rules.headings import heading_of
from checklists.xlsforms.rules.reading import ReadForm, definition_of
from checklists.xlsforms.rules.remarks import Remark
from checklists.xlsforms.rules.writing import survey_of

__all__ = ["FormRows", "ReadForm", "Remark", "Row", "definition_of", "heading_of", "rows_of", "survey_of"]

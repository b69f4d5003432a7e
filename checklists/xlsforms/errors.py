"""What can go wrong with forms as a whole."""

from __future__ import annotations

from server.core.errors import Invalid


class FormTooLarge(Invalid):
    code = "form_too_large"
    title = "表单文件过大"

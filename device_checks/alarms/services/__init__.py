"""Acts on alarm lines: enter them, take what they send, answer it, test them, notice their silence."""

from device_checks.alarms.services.answering import acknowledge_event, show_contacts
from device_checks.alarms.services.lines import (
    add_zone,
    change_line,
    change_zone,
    register_line,
    renew_secret,
    stop_line,
)
from device_checks.alarms.services.receiving import ReportDraft, answer_message, take_report
from device_checks.alarms.services.tests import close_run_out_tests, end_test, press_button, start_test
from device_checks.alarms.services.watching import note_silent_lines

__all__ = [
    "ReportDraft",
    "acknowledge_event",
    "add_zone",
    "answer_message",
    "change_line",
    "change_zone",
    "close_run_out_tests",
    "end_test",
    "note_silent_lines",
    "press_button",
    "register_line",
    "renew_secret",
    "show_contacts",
    "start_test",
    "stop_line",
    "take_report",
]

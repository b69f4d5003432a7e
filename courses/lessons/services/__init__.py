"""Acts on courses, lessons and classes, and what people learn."""

from courses.lessons.services.attendance import enter_attendance, rule_on_attendance, sign_in_to_class
from courses.lessons.services.courses import change_course, publish_course, withdraw_course, write_course
from courses.lessons.services.files import keep_file
from courses.lessons.services.lessons import add_lesson, change_lesson, order_lessons, remove_lesson
from courses.lessons.services.meetings import call_class, cancel_class, change_class, move_class
from courses.lessons.services.watching import open_course, record_learning

__all__ = [
    "add_lesson",
    "call_class",
    "cancel_class",
    "change_class",
    "change_course",
    "change_lesson",
    "enter_attendance",
    "keep_file",
    "move_class",
    "open_course",
    "order_lessons",
    "publish_course",
    "record_learning",
    "remove_lesson",
    "rule_on_attendance",
    "sign_in_to_class",
    "withdraw_course",
    "write_course",
]

"""Acts of publicity: activities recorded and withdrawn, micro-courses given, quizzes answered by whoever has the link."""

from courses.activities.services.micro_courses import answer_quiz, give_micro_course, withdraw_micro_course
from courses.activities.services.records import record_activity, withdraw_activity

__all__ = ["answer_quiz", "give_micro_course", "record_activity", "withdraw_activity", "withdraw_micro_course"]

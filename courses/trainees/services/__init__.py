"""Acts on trainees."""

from courses.trainees.services.accounts import open_account, renew_password
from courses.trainees.services.entering import change_trainee, end_trainee, enter_trainee
from courses.trainees.services.identities import reveal_identity
from courses.trainees.services.importing import import_trainees, write_template
from courses.trainees.services.skills import check_skill, end_skill, record_skill, seed_skill_grades

__all__ = [
    "change_trainee",
    "check_skill",
    "end_skill",
    "end_trainee",
    "enter_trainee",
    "import_trainees",
    "open_account",
    "record_skill",
    "renew_password",
    "reveal_identity",
    "seed_skill_grades",
    "write_template",
]

"""Training and exams: who must learn, courses and hours, the item bank, papers, exams, marking, certificates.

Subjects import only those before them: trainees, rotations, items, lessons, packages, activities, papers, exams,
markings, practice, certificates.
"""

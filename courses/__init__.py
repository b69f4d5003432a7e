"""Training and exams of guards: the question bank, courses, exams, certificates. Nothing is built here yet."""

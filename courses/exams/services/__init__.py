"""Acts on exams: planning and lists, papers, check-in, start, answers, what to look at, and the end."""

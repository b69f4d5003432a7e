"""Wire shapes of exams: for the console, and for the phone in the exam room."""

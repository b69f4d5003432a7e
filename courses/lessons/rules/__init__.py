"""Pure decisions about courses, what was watched, files and sign-in to a class."""

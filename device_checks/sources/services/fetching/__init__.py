"""Getting one picture from one source. Nothing here opens the database."""

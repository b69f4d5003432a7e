"""Is this file what was issued: the register's answer first, then what the file itself shows."""

"""From facts to a PDF/A-3a file with PDF/UA-1 metadata."""

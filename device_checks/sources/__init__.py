"""How pictures are got from cameras: the addresses, the guard before them, the fetching."""

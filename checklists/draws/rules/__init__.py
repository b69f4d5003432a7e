"""The draw itself and what may be drawn; pure, and free of anything but Python's own library."""

"""The catalogue of cameras as platforms of GB/T 28181 exchange it, and what is left out of it."""

"""What a certificate says, and how a badge of it is signed and checked."""

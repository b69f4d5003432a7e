"""What the credit platform is told of penalties, and what is withdrawn from it (双公示)."""

"""What a bureau sees of itself at a glance: hazards by state and age, shares, tasks, and where they lie."""

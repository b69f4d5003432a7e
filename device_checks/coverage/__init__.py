"""Which entrances, crowd areas, key parts and vehicles a camera watches as it must, and which not."""

"""What a unit's file, its three defences and a term of office are made of."""

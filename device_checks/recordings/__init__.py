"""How far back recordings reach, and whether that is as long as the law asks and no longer."""

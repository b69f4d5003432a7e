"""Wire shapes of commendations: what is asked, and what is shown."""

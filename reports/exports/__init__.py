"""Lists as files: asked for by one, made in the background, fetched by that one alone, thrown away after some days."""

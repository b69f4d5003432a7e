"""All that is known of a unit in one view and one paper (一单位一档)."""

"""What robots and portals read of the site: its map, its records, its moved addresses."""

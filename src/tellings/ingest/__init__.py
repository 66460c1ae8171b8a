"""Files, folders, archives and addresses to pages."""

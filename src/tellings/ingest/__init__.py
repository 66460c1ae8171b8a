"""Files and folders to pages."""

"""From page bytes to an article: text, metadata, body and furniture."""

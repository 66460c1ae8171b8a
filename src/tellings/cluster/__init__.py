"""Many articles: copy groups and stories."""

"""What one article says: parse, times, mentions, quotations, statements, event mentions. One article at a time."""

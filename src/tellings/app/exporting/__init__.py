"""What was found, in the forms of others: tables, entities, linked data, annotations, pages as received."""

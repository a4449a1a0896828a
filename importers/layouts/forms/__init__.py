"""Forms and returns: one project a sheet or block, questions at the left, answers at the right, tables within."""

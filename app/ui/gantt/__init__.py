"""The time area on the rows of the tree: facts, geometry, paint and mouse, each a file."""

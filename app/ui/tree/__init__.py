"""The Portfolio: the tree grid and its outline keys."""

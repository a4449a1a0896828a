"""See app/README.md for the rooms."""

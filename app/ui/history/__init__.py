"""What happened: the journal as sentences."""

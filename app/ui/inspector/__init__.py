"""The panel at the right: one record, made from the catalog."""

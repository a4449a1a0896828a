"""From a file to a Book of plain values with marks: the guard, the readers, and what they disagree on."""

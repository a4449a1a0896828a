"""Charts as SVG: plain data in, a drawing in millimetres out."""

"""How things look: colours, sizes, fonts, icons, marks, and the small parts every screen is made of."""

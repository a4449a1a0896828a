"""Time: calendars, the network of links, slips and what they move."""

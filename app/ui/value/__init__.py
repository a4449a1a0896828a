"""The Value screen: months grid and charts of the money of a node."""

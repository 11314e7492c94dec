"""Pure functions that clean values, for the loaders of any project: one module for each kind of value."""

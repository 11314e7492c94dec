"""The headline, and the kicker or subtitle beside it."""

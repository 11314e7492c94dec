"""A news site with every door and every trap that real ones have, and the truth about it."""

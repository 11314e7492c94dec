"""What a line of text is: byline, date line, caption, heading of other stories, control, small print."""

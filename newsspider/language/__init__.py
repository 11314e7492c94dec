"""What is known of languages: tags, months, time zones, the words of bylines, and lists of words in general."""

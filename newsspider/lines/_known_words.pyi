from newsspider.lines.known_words import KnownWords as KnownWords

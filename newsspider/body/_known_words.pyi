from newsspider.body.known_words import KnownWords as KnownWords

from newsspider.body.word_table import WordTable as WordTable

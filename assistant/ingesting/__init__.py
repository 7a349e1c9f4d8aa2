"""From a file to a text of the corpus: drafted by the program, confirmed by a person."""

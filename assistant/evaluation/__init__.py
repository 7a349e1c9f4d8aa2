"""How well questions are searched, answered and refused, measured on sets of questions with their supports."""

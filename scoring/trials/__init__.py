"""What would be otherwise: changed facts, what flips a verdict, another edition of the rules."""

"""What a scheme says: its rules and data, read strictly from files."""

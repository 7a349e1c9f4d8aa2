"""The texts and how to find them."""

"""The language model, if one is configured: how it is reached, what it may propose, what of its words is shown."""

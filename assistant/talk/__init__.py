"""The talk: what a firm says becomes proposed facts, and what the core finds becomes words."""

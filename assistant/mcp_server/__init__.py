"""The core as tools of the Model Context Protocol: it answers, computes and proposes; nothing is confirmed or written."""

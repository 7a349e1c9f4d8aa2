"""Indicators of single industries: what a measured value decides of an aspect."""

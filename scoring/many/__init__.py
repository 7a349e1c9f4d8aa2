"""Many firms at once: bulk results, shares against targets, the list of firms to uplift."""

"""Outside services: one module each, over one way of fetching; what is in hand is never at risk."""

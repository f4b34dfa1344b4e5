"""Optimisers, and the moving average of what they train."""

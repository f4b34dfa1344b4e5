"""Learns to read attributes off vectors: the inverse of the attribute encoder."""

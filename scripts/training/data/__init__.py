"""Rooms on disk -> layouts, attributes and pictures."""

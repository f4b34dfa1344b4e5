"""Figures of a converted model on rooms that it has not seen: python -m training.evaluate (npm run evaluate)."""

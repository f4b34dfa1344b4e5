"""Figures of a converted model on held-out rooms: python -m training.evaluate (npm run evaluate)."""

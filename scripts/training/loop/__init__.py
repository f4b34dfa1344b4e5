"""The loop of every training, and of a run that writes checkpoints."""

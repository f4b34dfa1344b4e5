"""The layout-supervised way: the decoder learns to paint rooms from their true layouts."""

"""The trainer: layouts of rooms -> pictures, in the published form of BlobGAN (arXiv 2205.02837)."""

"""
Learns to read attributes off the vectors of a layout-supervised checkpoint, and writes that into a copy: with it, the page can say
what a thing is to be. From scripts/:

    python -m training.train_reader --checkpoint ../runs/first/model.ckpt --data ../data/rooms --out ../runs/first/model.ckpt
"""

from .launch import launch

if __name__ == "__main__":
    launch("training.reader.command:main")

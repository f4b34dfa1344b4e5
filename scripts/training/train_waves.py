"""
Learns where patterned surfaces lie from the vectors of a layout-supervised checkpoint, and writes that into a copy, whose decoder has
waves from then on. From scripts/:

    python -m training.train_waves --checkpoint ../runs/first/last.ckpt --data ../data/rooms --out ../runs/first/last.ckpt
"""

from .launch import launch

if __name__ == "__main__":
    launch("training.waves.command:main")

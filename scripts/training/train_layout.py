"""
Learns the layout network of a layout-supervised checkpoint and writes it into a copy. From scripts/:

    python -m training.train_layout --checkpoint ../runs/first/last.ckpt --data ../data/rooms --out ../runs/first/model.ckpt
"""

from .launch import launch

if __name__ == "__main__":
    launch("training.layout.command:main")

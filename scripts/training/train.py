"""
Trains a model. From scripts/:

    python -m training.train supervised --data ../data/rooms --out ../runs/first
    python -m training.train supervised --out ../runs/first --resume [--resolution 128]
"""

from .launch import launch

if __name__ == "__main__":
    launch("training.command:main")

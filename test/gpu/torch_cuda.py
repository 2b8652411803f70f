"""Runs a PyTorch peer of the bench (test/bench/peers) on the graphics card: `torch_cuda.py PEER.py`.

Needs PyTorch 2. Everything that the peer makes lies on the card, and every look at the clock waits until the card is done.
"""

import os
import runpy
import sys
import time

import torch

os.environ.setdefault("OMP_NUM_THREADS", "4")
torch.set_default_device("cuda")
clock = time.perf_counter


def when_done():
    torch.cuda.synchronize()
    return clock()


time.perf_counter = when_done
sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[1])))
runpy.run_path(sys.argv[1], run_name="__main__")

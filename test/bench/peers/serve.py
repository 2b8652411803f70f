"""How a PyTorch peer talks to the bench: one JSON question a line on stdin, one JSON answer a line on stdout.

A question names its work and the settings of that work; the answer is a number, larger for faster. What a work needs is made
at its first question and kept, so that later ones are warm.
"""

import json
import os
import sys

import torch


def serve(works):
    """works: name -> function of (settings) that prepares and returns a function that measures one round."""
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    ready = {}
    for line in sys.stdin:
        question = json.loads(line)
        key = json.dumps(question)
        if key not in ready:
            ready[key] = works[question.pop("work")](**question)
        print(json.dumps({"rate": ready[key]()}), flush=True)

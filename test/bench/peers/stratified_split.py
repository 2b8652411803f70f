"""The stratified 80/20 split of scikit-learn: one byte a row (its class) comes in, JSON [training rows, test rows] goes out.

usage: stratified_split.py SEED < classes
"""

import json
import sys

import numpy
from sklearn.model_selection import train_test_split

labels = numpy.frombuffer(sys.stdin.buffer.read(), dtype="u1")
rows = numpy.arange(len(labels))
train, test = train_test_split(rows, test_size=0.2, random_state=int(sys.argv[1]), stratify=labels)
print(json.dumps([train.tolist(), test.tolist()]))

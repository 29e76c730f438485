"""Principal components by numpy: reads one JSON list of vectors a line, prints {"points": [[x, y], ...], "shares": [a, b]}.

The sign of an axis is free; as in ours, the coordinate farthest from 0 is made positive, the first of those equally far.
"""

import json
import sys

import numpy


def direction(column):
    far = numpy.abs(column).max(initial=0.0)
    first = column[numpy.abs(column) >= far * (1 - 1e-9)][0]
    return -1.0 if first < 0 else 1.0


for line in sys.stdin:
    vectors = numpy.array(json.loads(line), dtype=numpy.float64)
    centred = vectors - vectors.mean(axis=0)
    left, singular, _ = numpy.linalg.svd(centred, full_matrices=False)
    points = numpy.zeros((len(vectors), 2))
    shares = [0.0, 0.0]
    for axis in range(min(2, len(singular))):
        column = left[:, axis] * singular[axis]
        points[:, axis] = column * direction(column)
        shares[axis] = float(singular[axis] ** 2 / (singular**2).sum())
    print(json.dumps({"points": points.tolist(), "shares": shares}))

#!/usr/bin/env python3
"""How many design points of ResNet-20 a second a loop in Python gets from `naxdse serve`, and how that compares with a search by naxdse itself.

    Scripts/build && PYTHONPATH=python/src python3 Benchmarks/serve.py

Prints a line for each way of asking, and the ratios, which are what to compare: rates are of the machine.
"""
import time

import naxdse


def rate(count, action):
    start = time.perf_counter()
    action()
    return count / (time.perf_counter() - start)


with naxdse.open_search("resnet20-nax") as search:
    points = search.sample(50_000, seed=1)
    names = [each.name for each in search.parameters]
    rows = [[point[name] for name in names] for point in points]
    search.evaluate(points[:100])
    batches = [points[first:first + 1000] for first in range(0, len(points), 1000)]
    rates = {
        "one point a request": rate(5000, lambda: [search.evaluate_one(point) for point in points[:5000]]),
        "1000 points a request, by name": rate(len(points), lambda: [search.evaluate(batch) for batch in batches]),
        "all points in one request, in order": rate(len(rows), lambda: search.evaluate(rows)),
    }
rates["naxdse's own random search"] = rate(200_000, lambda: naxdse.search("resnet20-nax", strategy="random", trials=200_000, threads=1))
own = rates["naxdse's own random search"]
for name, points_a_second in rates.items():
    print(f"{name:36} {points_a_second:10,.0f} points/s   {points_a_second / own:7.1%} of naxdse's own")

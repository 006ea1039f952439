"""Measurements that anybody can repeat: ``make benchmark``.

They need a Chromium, and for all of them ``pip install -r benchmarks/requirements.txt``.
"""

"""Trimtab: a portfolio steered by value, in one file on one desk."""
import gc
import os

# Sums here are of whole numbers: numpy's pool of threads for matrices would only be started and never asked.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Records are hundreds of thousands of small objects that stay: looking for circles after every 700 new ones is waste.
gc.set_threshold(20_000, 20, 50)

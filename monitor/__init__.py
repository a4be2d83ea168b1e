"""Everything but Celery's tasks and the pages. Imported before anything of it, numpy included.

Matrices here are small, and several processes share the processors: the threads that OpenBLAS would begin in each of them (one for
each processor, which wait for each other by turning round) doubled the processor time of a forecast. It reads this when it is loaded.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

"""Makes every JSON file of this folder again, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

for script in ["ops.py", "trajectories.py", "losses.py", "early_stopping.py", "preprocessing.py", "summaries.py"]:
    subprocess.run([sys.executable, Path(__file__).parent / script], check=True)

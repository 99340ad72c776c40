"""Makes every JSON file of this folder again, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

for script in ["ops.py", "ops_activations.py", "ops_layers.py", "layers.py", "trajectories.py", "trainings.py", "callbacks.py", "losses.py", "early_stopping.py", "callback_files.py", "preprocessing.py", "regression.py", "uncertainty.py", "encoders.py", "mlp.py", "random_state.py", "splits.py", "validation.py", "curves.py", "summaries.py", "course.py", "ops_merges.py", "ops_more.py", "ops_losses.py", "constraints.py", "regularizers.py", "optimizers.py", "schedules.py", "safetensors_files.py", "scores.py"]:
    subprocess.run([sys.executable, Path(__file__).parent / script], check=True)

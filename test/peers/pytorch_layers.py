"""pytorch-layers.json: PyTorch's batch and layer normalization in training and inference, in float64.

The format is that of layers.json. Needs PyTorch alone: `pip install torch==2.0.1 numpy==1.26.4` in an environment of its own.
"""

import json
import platform
from pathlib import Path

import torch

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(20261130)
cases = []


def generic(*shape, low=-2.0, high=2.0):
    """Numbers with four digits, drawn evenly."""
    return torch.round((low + (high - low) * torch.rand(shape, generator=generator)) * 1e4) / 1e4


def tensor(t):
    return {"shape": list(t.shape), "values": t.reshape(-1).tolist()}


def case(name, make, options, rows, units, steps=0):
    """Records one case. With `steps`, so many batches are seen in training, and the state afterwards is kept."""
    module = make(units)
    # weight, bias, running_mean, running_var: those that there are; the number of batches is PyTorch's own affair
    state = {key: value for key, value in module.state_dict().items() if key != "num_batches_tracked"}
    start = {key: generic(*value.shape, low=0.3, high=3) if key == "running_var" else generic(*value.shape) for key, value in state.items()}
    reset = lambda: module.load_state_dict(start, strict=False)
    x, dy = generic(rows, units, low=-3, high=5), generic(rows, units, low=-1.6, high=1.9)
    record = {"layer": name, "options": {"convention": "pytorch", **options}, "frozen": False, "rounded": False,
              "weights": [tensor(value) for value in start.values()], "x": tensor(x), "dy": tensor(dy)}
    for mode in ["training", "inference"]:
        reset()
        module.train(mode == "training")
        module.zero_grad()
        given = x.clone().requires_grad_()
        output = module(given)
        (output * dy).sum().backward()
        record[mode] = {"output": tensor(output.detach()), "dx": given.grad.reshape(-1).tolist(),
                        "gradients": [p.grad.tolist() for p in module.parameters()], "penalty": 0}
    if steps:
        reset()
        module.train()
        batches = [generic(rows + i, units, low=-3, high=5) for i in range(steps)]
        for batch in batches:
            module(batch)
        record["batches"] = [tensor(batch) for batch in batches]
        record["after"] = [tensor(module.state_dict()[key]) for key in start]
    cases.append(record)


batch, layer = torch.nn.BatchNorm1d, torch.nn.LayerNorm
case("BatchNormalization", batch, {}, 5, 4, steps=3)
case("BatchNormalization", lambda units: batch(units, momentum=0.35, eps=0.02), {"momentum": 0.35, "epsilon": 0.02}, 3, 6, steps=3)
case("BatchNormalization", lambda units: batch(units, affine=False), {"center": False, "scale": False}, 2, 3, steps=3)
case("LayerNormalization", layer, {}, 4, 5)
case("LayerNormalization", lambda units: layer(units, eps=0.02), {"epsilon": 0.02}, 3, 7)

heading = {"versions": {"python": platform.python_version(), "torch": torch.__version__.split("+")[0]}}
one_line = lambda value: json.dumps(value, allow_nan=False)
lines = ["  {\n   " + ",\n   ".join(f"{one_line(key)}: {one_line(value)}" for key, value in c.items()) + "\n  }" for c in cases]
body = f'{{\n "versions": {one_line(heading["versions"])},\n "cases": [\n' + ",\n".join(lines) + "\n ]\n}\n"
assert json.loads(body) == {**heading, "cases": cases}
(HERE / "pytorch-layers.json").write_text(body, encoding="utf-8")
print(f"pytorch-layers.json: {len(body.encode()) / 1000:.1f} kB")

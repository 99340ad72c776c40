"""pytorch-optimizers.json: paths of ten updates by the optimizers of PyTorch in float64, from the start and along the gradients of optimizers.json.

Needs PyTorch alone: `pip install torch==2.0.1 numpy==1.26.4` in an environment of its own; any version from 2.0 on has these formulas. (Before 2.0, NAdam
multiplied one factor too many into the product of its momenta.) Options left out are Keras's defaults, which this project keeps in every convention.
"""

import json
import platform
from pathlib import Path

import torch

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)  # NAdam keeps its product of momenta in the default type
stored = json.loads((HERE / "optimizers.json").read_text(encoding="utf-8"))

NAMES = {"Nadam": "NAdam"}
DEFAULTS = {
    "SGD": dict(learningRate=0.01),
    "RMSprop": dict(learningRate=0.001, rho=0.9, epsilon=1e-7),
    "Adam": dict(learningRate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7),
    "AdamW": dict(learningRate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7, weightDecay=0.004),
    "Adagrad": dict(learningRate=0.001, initialAccumulatorValue=0.1, epsilon=1e-7),
    "Adadelta": dict(learningRate=0.001, rho=0.95, epsilon=1e-7),
    "Adamax": dict(learningRate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7),
    "Nadam": dict(learningRate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7),
}
ARGUMENTS = {"learningRate": "lr", "epsilon": "eps", "weightDecay": "weight_decay", "initialAccumulatorValue": "initial_accumulator_value",
             "momentumDecay": "momentum_decay"}


def arguments(optimizer, options):
    """The options under PyTorch's names."""
    options = {**DEFAULTS[optimizer], **options}
    given = {ARGUMENTS.get(k, k): v for k, v in options.items() if k not in ("beta1", "beta2")}
    if "beta1" in options:
        given["betas"] = (options["beta1"], options["beta2"])
    if optimizer == "RMSprop":
        given["alpha"] = given.pop("rho")
    return given


def case(optimizer, **options):
    parameters = [torch.nn.Parameter(torch.tensor(w["values"])) for w in stored["weights"].values()]
    made = getattr(torch.optim, NAMES.get(optimizer, optimizer))(parameters, **arguments(optimizer, options))
    path = []
    for gradients in stored["gradients"]:
        for parameter, gradient in zip(parameters, gradients.values()):
            parameter.grad = torch.tensor(gradient["values"])
        made.step()
        path.append([value for parameter in parameters for value in parameter.tolist()])
    return {"optimizer": optimizer, "options": {**options, "convention": "pytorch"}, "path": path}


cases = [
    case("SGD", learningRate=0.13),
    case("SGD", learningRate=0.07, momentum=0.83),
    case("SGD", learningRate=0.07, momentum=0.83, nesterov=True),
    case("SGD", learningRate=0.07, momentum=0.83, weightDecay=0.21),
    case("RMSprop"),
    case("RMSprop", learningRate=0.023, rho=0.78, epsilon=1e-2),
    case("RMSprop", learningRate=0.023, rho=0.78, momentum=0.37, epsilon=1e-2),
    case("RMSprop", learningRate=0.023, rho=0.78, momentum=0.37, centered=True, epsilon=1e-2, weightDecay=0.21),
    case("Adam"),
    case("Adam", learningRate=0.03, beta1=0.83, beta2=0.97, epsilon=1e-2),
    case("Adam", learningRate=0.03, beta1=0.83, beta2=0.71, epsilon=1e-2, amsgrad=True, weightDecay=0.21),
    case("AdamW"),
    case("AdamW", learningRate=0.03, beta1=0.83, beta2=0.71, epsilon=1e-2, amsgrad=True, weightDecay=0.21),
    case("Adagrad"),
    case("Adagrad", learningRate=0.17, initialAccumulatorValue=0, epsilon=1e-2, weightDecay=0.21),
    case("Adadelta", learningRate=0.9, rho=0.82, epsilon=1e-3),
    case("Adadelta", learningRate=0.9, rho=0.82, epsilon=1e-3, weightDecay=0.21),
    case("Adamax"),
    case("Adamax", learningRate=0.04, beta1=0.83, beta2=0.73, epsilon=1e-2, weightDecay=0.21),
    case("Nadam"),
    case("Nadam", learningRate=0.03, beta1=0.83, beta2=0.97, epsilon=1e-2, momentumDecay=0.31, weightDecay=0.21),
]

heading = {"versions": {"python": platform.python_version(), "torch": torch.__version__.split("+")[0]}}
one_line = lambda value: json.dumps(value, allow_nan=False)
paths = [f'  {{"optimizer": {one_line(c["optimizer"])}, "options": {one_line(c["options"])}, "path": [\n   '
         + ",\n   ".join(map(one_line, c["path"])) + "\n  ]}" for c in cases]
body = f'{{\n "versions": {one_line(heading["versions"])},\n "cases": [\n' + ",\n".join(paths) + "\n ]\n}\n"
assert json.loads(body) == {**heading, "cases": cases}
(HERE / "pytorch-optimizers.json").write_text(body, encoding="utf-8")
print(f"pytorch-optimizers.json: {len(body.encode()) / 1000:.1f} kB")

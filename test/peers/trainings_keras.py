"""What trainings.py needs of Keras: from a case, which is data, the compiled model; and Float64 throughout."""

import contextlib
import re

from common import unmarked

import keras
import tensorflow as tf


def snake(name):
    """Keras's spelling of our option names: beta1 is beta_1, but l1 and l2 stay."""
    return name if name in ("l1", "l2") else re.sub("([A-Z]|(?<=beta)[0-9])", r"_\1", name).lower()


def make(given, module):
    """The object of `module` that `given` describes: a name, or a type with options; None stays."""
    if not isinstance(given, dict):
        return given
    return getattr(module, given["type"])(**arguments({k: v for k, v in given.items() if k != "type"}))


def activation(given):
    """A name; or one with options: the tanh form of gelu, or a sigmoid or softmax that no loss recognises."""
    if not isinstance(given, dict):
        return given
    if given["type"] == "gelu":
        return lambda x: keras.activations.gelu(x, approximate=given["approximate"])
    return unmarked(given["type"])


def arguments(options):
    """Keyword arguments for Keras from options in our spelling."""
    made = {}
    for key, value in options.items():
        if key == "activation":
            value = activation(value)
        elif key.endswith("Regularizer"):
            value = make(value, keras.regularizers)
        elif key.endswith("Constraint"):
            value = make(value, keras.constraints)
        elif key == "learningRate":
            value = make(value, keras.optimizers.schedules)
        made[snake(key)] = value
    return made


def layer_of(given):
    layer = getattr(keras.layers, given["type"])(**arguments(given.get("options", {})), name=given["name"])
    layer.trainable = given.get("trainable", True)
    return layer


def connected(case):
    """The model of a case: a Sequential where no layer names its inputs, else a graph."""
    if not any("from" in layer for layer in case["layers"]):
        return keras.Sequential([keras.Input(case["inputs"][0]["shape"]), *map(layer_of, case["layers"])])
    inputs = {i["name"]: keras.Input(i["shape"], name=i["name"]) for i in case["inputs"]}
    values, layers = dict(inputs), {}
    for given in case["layers"]:
        sources = [values[name] for name in given["from"]]
        layer = layers[given["name"]] = layers[given["same"]] if "same" in given else layer_of(given)
        values[given["name"]] = layer(sources if len(sources) > 1 else sources[0])
    outputs = [values[name] for name in case["outputs"]]
    several = lambda tensors: list(tensors) if len(tensors) > 1 else list(tensors)[0]
    return keras.Model(several(inputs.values()), several(outputs))


def losses_of(case):
    if isinstance(case["loss"], list):
        return [make(loss, keras.losses) for loss in case["loss"]]
    return make(case["loss"], keras.losses)


def optimizer_of(given):
    options = dict(given["options"])
    excluded = options.pop("excludeFromWeightDecay", None)
    optimizer = getattr(keras.optimizers, given["type"])(**arguments(options))
    if excluded is not None:
        optimizer.exclude_from_weight_decay(var_names=excluded)
    return optimizer


def build(case, dtype, eagerly=False):
    """The compiled model of a case."""
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)  # layers ask the policy, which remembers the first floatx
    model = connected(case)
    model.compile(optimizer=optimizer_of(case["optimizer"]), loss=losses_of(case), loss_weights=case.get("lossWeights"), metrics=case.get("metrics"),
                  weighted_metrics=case.get("weightedMetrics"), run_eagerly=eagerly, jit_compile=False)
    assert {w.dtype for w in model.weights} == {dtype} == {o.dtype for o in model.outputs}
    return model


@contextlib.contextmanager
def doubles():
    """Within it, a Python number that is cast to Float64 stays a double.

    TensorFlow makes a Float32 of a bare Python number before it casts it, so that Keras in Float64 counts with 0.9 rounded to Float32 for a beta
    of 0.9, and likewise with the coefficients of L1, L2 and OrthogonalRegularizer, Nadam's 0.96, log 2 in log_cosh and √2 in gelu.
    """
    import sys

    from keras.src.backend.tensorflow import core
    from tensorflow.python.ops import math_ops

    number = lambda x: isinstance(x, float)
    tf_cast, core_cast, core_convert = math_ops.cast, core.cast, core.convert_to_tensor

    def cast(x, dtype, *rest, **more):
        return tf.constant(x, dtype) if number(x) else tf_cast(x, dtype, *rest, **more)

    def backend_cast(x, dtype):
        return tf.constant(x, keras.backend.standardize_dtype(dtype)) if number(x) else core_cast(x, dtype)

    def convert(x, dtype=None, *rest, **more):
        return core_convert(x, dtype or (keras.config.floatx() if number(x) else None), *rest, **more)

    replaced = []
    for name, module in list(sys.modules.items()):
        if not name.startswith(("keras.src", "tensorflow")) or module is None:
            continue
        for attribute, was, now in [("cast", tf_cast, cast), ("cast", core_cast, backend_cast), ("convert_to_tensor", core_convert, convert)]:
            if vars(module).get(attribute) is was:
                replaced.append((module, attribute, was))
                setattr(module, attribute, now)
    try:
        yield
    finally:
        for module, attribute, was in replaced:
            setattr(module, attribute, was)

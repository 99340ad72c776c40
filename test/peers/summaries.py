"""summaries.json: what model.summary() prints for a few models, in Keras 3 (box table) and in Keras 2 (tf_keras, plain lines).

Keras 3 is as wide as the terminal less four, at most 88; Keras 2 is 65 wide. Every text ends with a line break.
"""

import os

os.environ["COLUMNS"] = "200"  # a wide terminal, for Keras and for rich, which draws its table

import numpy as np
from common import versions, write

import keras
import tensorflow as tf
import tf_keras


def dense(units, activation=None, **more):
    return {"type": "Dense", "units": units, **({"activation": activation} if activation else {}), **more}


def activation(kind, **more):
    return {"type": "Activation", "activation": kind, **more}


def entry(*shape, **more):
    return {"type": "Input", "shape": list(shape), **more}


def sequential(*layers, name=None, **more):
    return {"kind": "sequential", "name": name, "layers": list(layers), **more}


def functional(*layers, name=None, **more):
    return {"kind": "functional", "name": name, "layers": list(layers), **more}


MODELS = [
    sequential(entry(4), dense(2, "tanh"), dense(3, "sigmoid")),
    sequential(entry(4), dense(2), activation("tanh"), dense(3), activation("softmax")),
    sequential(entry(4), dense(2, "tanh", name="Oculto"), dense(3, "softmax", name="salida"), name="Iris"),
    sequential(entry(4), dense(2, name="Oculto"), activation("tanh", name="FunH"), dense(3, name="salida"), activation("sigmoid", name="FunO")),
    functional(entry(4, name="Entrada"), dense(2, "tanh", name="Oculto"), dense(3, "softmax", name="salida")),
    functional(entry(4), dense(2, name="Oculto"), activation("tanh"), dense(3), name="red"),
    sequential(entry(3), dense(6, "relu"), {"type": "Dropout", "rate": 0.3}, dense(5, "relu"), {"type": "Dropout", "rate": 0.15}, dense(2, "softmax")),
    sequential(entry(784), dense(512, "relu"), dense(10, "softmax")),
    functional(entry(1200), dense(12_345, "relu"), dense(7, "softmax", useBias=False)),
    sequential(entry(64), dense(20, "relu", trainable=False), dense(10, "softmax")),
    sequential(entry(7, 5), dense(3, "relu"), dense(11)),
    sequential(entry(4), dense(2, "tanh", name="capa_oculta_con_un_nombre_que_no_cabe_en_su_columna"),
               dense(3, name="salida_de_nombre_mediano_y_largo"), name="nombre_largo"),
    sequential(entry(4), dense(2, "tanh"), dense(3, "softmax"), fitted="sgd"),
    sequential(entry(4), dense(2, "tanh"), dense(3, "softmax"), fitted="adam"),
]


def make(keras, model):
    """The model in Keras 3 or in Keras 2; `fitted` names an optimizer that has trained it."""
    keras.backend.clear_session()  # automatic names count from the start
    made = []
    for layer in model["layers"]:
        options = {{"useBias": "use_bias"}.get(k, k): v for k, v in layer.items() if k != "type"}
        made.append((keras.Input if layer["type"] == "Input" else getattr(keras.layers, layer["type"]))(**options))
    if model["kind"] == "sequential":
        result = keras.Sequential(made, name=model["name"])
    else:
        x = made[0]
        for layer in made[1:]:
            x = layer(x)
        result = keras.Model(inputs=made[0], outputs=x, name=model["name"])
    if "fitted" in model:
        result.compile(optimizer=model["fitted"], loss="mse")
        result.fit(np.ones((5, 4)), np.ones((5, 3)), verbose=0)
    return result


def summary(model, **options):
    lines = []
    model.summary(print_fn=lambda line, line_break=True: lines.append(line), **options)
    return lines


cases = []
for model in MODELS:
    third = make(keras, model)
    text = "".join(summary(third))
    assert text == "".join(summary(third, line_length=88)) and "\x1b" not in text
    cases.append({"style": "keras3", "lineLength": 88, "model": model, "text": text})
    lines = summary(make(tf_keras, model))
    assert {len(line) for line in lines if "=" in line} == {65}
    cases.append({"style": "keras2", "lineLength": 65, "model": model, "text": "\n".join(lines) + "\n"})
for width in [60, 76]:  # 76: a notebook, or a terminal of 80
    cases.append({"style": "keras3", "lineLength": width, "model": MODELS[-3], "text": "".join(summary(make(keras, MODELS[-3]), line_length=width))})
cases.append({"style": "keras2", "lineLength": 80, "model": MODELS[-3], "text": "\n".join(summary(make(tf_keras, MODELS[-3]), line_length=80)) + "\n"})

write("summaries.json", {"versions": versions(tf, keras, tf_keras), "cases": cases})

"""course.json: the six summaries of the course's slides, in Keras 3 (box table) and in Keras 2 (tf_keras, plain lines).

The slides show `dense_1` and `dense_2` where the first Keras counted from 1; here these are names that were given.
"""

import os

os.environ["COLUMNS"] = "200"  # a wide terminal, for Keras and for rich, which draws its table

from common import versions, write

import keras
import tensorflow as tf
import tf_keras


def six(keras):
    """Name of the slide's summary, and its model."""
    Dense, Activation, Input = keras.layers.Dense, keras.layers.Activation, keras.Input
    yield "a", keras.Sequential([Input((4,)), Dense(2, activation="tanh", name="dense_1"), Dense(3, activation="sigmoid", name="dense_2")], name="sequential")
    yield "b", keras.Sequential([Input((4,)), Dense(2), Activation("tanh"), Dense(3), Activation("softmax")], name="sequential")
    yield "c", keras.Sequential([Input((4,)), Dense(2, activation="tanh", name="Oculto"), Dense(3, activation="softmax", name="salida")], name="sequential")
    yield "d", keras.Sequential([Input((4,)), Dense(2, name="Oculto"), Activation("tanh", name="FunH"), Dense(3, name="salida"), Activation("softmax", name="FunO")], name="sequential")
    x = Input((4,), name="Entrada")
    y = Dense(3, activation="softmax", name="salida")(Dense(2, activation="tanh", name="Oculto")(x))
    yield "e", keras.Model(inputs=x, outputs=y, name="functional")
    x = Input((4,), name="entrada")
    h = Activation("tanh", name="FunH")(Dense(2, name="Oculto")(x))
    yield "f", keras.Model(inputs=x, outputs=Activation("softmax", name="FunO")(Dense(3, name="salida")(h)), name="functional")


def texts(keras):
    keras.backend.clear_session()  # automatic names count from the start
    for name, model in six(keras):
        lines = []
        model.summary(print_fn=lambda line, line_break=True: lines.append(line))
        yield name, "\n".join(lines).rstrip("\n")


summaries = {"keras3": dict(texts(keras)), "keras2": dict(texts(tf_keras))}
write("course.json", {"versions": versions(tf, keras, tf_keras), "summaries": summaries})

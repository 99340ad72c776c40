"""The trainings of trainings.json as data: layers, loss, optimizer and what fit is told, in this project's spelling, each small and each about one thing.

Beside a case stands what it is about: the changes that take it away. trainings.py makes sure that each of them changes the training.
"""

import numpy as np
from common import generic, one_hot, rows_of_one

# How start weights are drawn, by the name of the variable: low, high.
WEIGHTS = {"kernel": (-0.9, 1.1), "bias": (-0.4, 0.3), "gamma": (0.6, 1.4), "beta": (-0.3, 0.4), "moving_mean": (-0.5, 0.6), "moving_variance": (0.5, 1.6),
           "alpha": (0.1, 0.45)}


# How data are drawn, by kind: of `rows` rows for an input or output of `shape`.
DRAWS = {
    "inputs": lambda rng, rows, shape: generic(rng, (rows, *shape), -1.7, 2.1, 3),
    "wide inputs": lambda rng, rows, shape: generic(rng, (rows, *shape), -4.1, 5.3, 3),
    "numbers": lambda rng, rows, shape: generic(rng, (rows, *shape), -1.4, 1.9, 3),
    "positive": lambda rng, rows, shape: generic(rng, (rows, *shape), 0.3, 3.2, 3),
    "counts": lambda rng, rows, shape: rng.integers(0, 5, (rows, *shape)).astype(float),
    "labels": lambda rng, rows, shape: rng.integers(0, shape[-1], (rows, *shape[:-1])),
    "labels in a column": lambda rng, rows, shape: rng.integers(0, shape[-1], (rows, *shape[:-1], 1)),
    "hot": lambda rng, rows, shape: one_hot(rng.integers(0, shape[-1], rows), shape[-1]),
    "shares": lambda rng, rows, shape: rows_of_one(rng, rows, shape[-1]),
    "bits": lambda rng, rows, shape: rng.integers(0, 2, (rows, *shape)).astype(float),
    "bits in a row": lambda rng, rows, shape: rng.integers(0, 2, rows).astype(float),
    "signs": lambda rng, rows, shape: rng.choice([-1.0, 1.0], (rows, *shape)),
    "weights": lambda rng, rows, shape: generic(rng, (rows, *shape), 0.2, 2.3, 3),
}

CCE, SPARSE, BCE = "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy"
cases = []


def layer(kind, name=None, trainable=None, **options):
    """A layer; `of` names what it is applied to, `same` the layer that is used again."""
    given = {"name": name, "type": kind}
    for key in ("of", "same"):
        if key in options:
            given["from" if key == "of" else key] = options.pop(key)
    if options:
        given["options"] = options
    if trainable is not None:
        given["trainable"] = trainable
    return given


def dense(units, activation=None, **options):
    return layer("Dense", units=units, **({} if activation is None else {"activation": activation}), **options)


def kind(name, **options):
    """Anything that is made from a type and options: a loss, a regularizer, a schedule, ..."""
    return {"type": name, **options}


def sgd(learningRate=0.1, **options):
    return {"type": "SGD", "options": {"learningRate": learningRate, **options}}


def optimizer(name, **options):
    return {"type": name, "options": options}


def case(name, layers, loss, how, targets, about=(), inputs=4, rows=14, batchSize=4, epochs=3, metrics=None, weightedMetrics=None, lossWeights=None, outputs=None,
         weighted=0, xKind="inputs", validationData=True, **fit):
    """A case. `weighted` 1 has row weights, 2 also for the validation; `about` are (path, value) of the things that must matter."""
    shapes = inputs if isinstance(inputs, dict) else {"input": inputs}
    for i, given in enumerate(layers):
        given["name"] = given["name"] or f"{given['type'].lower()}{i + 1}"
    described = {
        "name": name, "inputs": [{"name": n, "shape": s if isinstance(s, list) else [s]} for n, s in shapes.items()], "layers": layers,
        **({} if outputs is None else {"outputs": outputs}), "loss": loss, **({} if lossWeights is None else {"lossWeights": lossWeights}),
        **({} if metrics is None else {"metrics": metrics}), **({} if weightedMetrics is None else {"weightedMetrics": weightedMetrics}), "optimizer": how,
        "fit": {"batchSize": batchSize, "epochs": epochs, **({"validationData": True} if validationData else {}), **fit},
        "rows": rows, "xKind": xKind, "tKinds": targets if isinstance(targets, list) else [targets], "weighted": weighted,
    }
    cases.append((described, list(about)))


def option(i, name, value=None):
    """What takes an option of layer `i` away, or changes it."""
    return ("layers", i, "options", name), value


def setting(name, value=None):
    """What takes an option of the optimizer away, or changes it."""
    return ("optimizer", "options", name), value


ACCURACY = ["accuracy"]


def classifier(hidden="tanh"):
    return [dense(5, hidden), dense(3, "softmax")]


# ---- Optimizers

case("sgd", classifier(), CCE, sgd(0.13), "hot", metrics=ACCURACY)
case("sgd, momentum", [dense(5, "relu"), dense(3)], "mse", sgd(0.04, momentum=0.8), "numbers", [setting("momentum")])
case("sgd, nesterov", [dense(6, "sigmoid"), dense(1, "sigmoid")], BCE, sgd(0.17, momentum=0.7, nesterov=True), "bits", [setting("nesterov")], metrics=ACCURACY)
case("sgd, four layers", [dense(5), dense(6, "tanh"), dense(2, "sigmoid"), dense(3, "softmax")], CCE, sgd(0.3, momentum=0.55), "hot", metrics=ACCURACY)
case("sgd, no bias", [dense(5, "tanh", useBias=False), dense(3, "softmax", useBias=False)], CCE, sgd(0.15, momentum=0.3), "hot", metrics=ACCURACY)
case("rmsprop", [dense(5, "tanh"), dense(3, "sigmoid")], BCE, optimizer("RMSprop", learningRate=0.013), "bits", metrics=ACCURACY)
case("rmsprop, momentum", [dense(6, "tanh"), dense(5, "relu"), dense(3, "softmax")], SPARSE, optimizer("RMSprop", learningRate=0.007, rho=0.8, momentum=0.6), "labels",
     [setting("momentum"), setting("rho")], metrics=ACCURACY)
case("rmsprop, centered", [dense(5, "tanh"), dense(1)], "mae", optimizer("RMSprop", learningRate=0.011, rho=0.85, centered=True, epsilon=1e-4), "numbers", [setting("centered"), setting("epsilon")])
case("rmsprop, centered with momentum", [dense(3, "softmax")], CCE, optimizer("RMSprop", learningRate=0.009, rho=0.7, momentum=0.35, centered=True, epsilon=1e-3), "shares", [setting("centered")])
case("adam", classifier(), CCE, optimizer("Adam", learningRate=0.01), "hot", metrics=ACCURACY)
case("adam, betas exact in Float32", classifier("sigmoid"), SPARSE, optimizer("Adam", learningRate=0.02, beta1=0.875, beta2=0.9375), "labels", [setting("beta1"), setting("beta2")], metrics=ACCURACY)
case("adam, epsilon", [dense(6, "sigmoid"), dense(2)], "mean_squared_error", optimizer("Adam", learningRate=0.03, beta1=0.75, beta2=0.96875, epsilon=1e-3), "numbers", [setting("epsilon")])
case("adam, one sigmoid unit", [dense(5, "relu"), dense(1, "sigmoid")], BCE, optimizer("Adam", learningRate=0.02, beta1=0.8), "bits", metrics=ACCURACY)
case("adam, amsgrad", [dense(5, "tanh"), dense(3)], "mse", optimizer("Adam", learningRate=0.03, beta1=0.75, beta2=0.625, amsgrad=True), "numbers", [setting("amsgrad")])
case("adamw, its own decay", classifier("relu"), CCE, optimizer("AdamW", learningRate=0.05), "hot", [setting("weightDecay", 0.0)], metrics=ACCURACY)
case("adamw", classifier(), CCE, optimizer("AdamW", learningRate=0.02, weightDecay=0.125, beta1=0.875, beta2=0.96875), "hot", [setting("weightDecay")], metrics=ACCURACY)
case("adamw, no decay of biases", [dense(5, "silu"), dense(2)], "mae", optimizer("AdamW", learningRate=0.02, weightDecay=0.25, beta1=0.875, beta2=0.9375, excludeFromWeightDecay=["bias"]), "numbers",
     [setting("excludeFromWeightDecay")])
case("adagrad", classifier("elu"), CCE, optimizer("Adagrad", learningRate=0.07), "hot", metrics=ACCURACY)
case("adagrad, accumulator and epsilon", [dense(5, "softplus"), dense(2)], "mse", optimizer("Adagrad", learningRate=0.05, initialAccumulatorValue=0.34, epsilon=0.007), "numbers",
     [setting("initialAccumulatorValue"), setting("epsilon")])
case("adadelta", [dense(5, "tanh"), dense(1, "sigmoid")], BCE, optimizer("Adadelta", learningRate=1.7), "bits", metrics=ACCURACY)
case("adadelta, rho and epsilon", [dense(5, "selu"), dense(3)], "mse", optimizer("Adadelta", learningRate=0.9, rho=0.8, epsilon=1e-4), "numbers", [setting("rho"), setting("epsilon")])
case("adamax", classifier("softsign"), SPARSE, optimizer("Adamax", learningRate=0.02), "labels", metrics=ACCURACY)
case("adamax, betas exact in Float32", [dense(5, "tanh"), dense(2)], "mse", optimizer("Adamax", learningRate=0.03, beta1=0.8125, beta2=0.6875), "numbers", [setting("beta1"), setting("beta2")])
case("nadam", classifier(), CCE, optimizer("Nadam", learningRate=0.012), "hot", metrics=ACCURACY)
case("nadam, betas exact in Float32", [dense(6, "gelu"), dense(2)], "mse", optimizer("Nadam", learningRate=0.02, beta1=0.8125, beta2=0.9375), "numbers", [setting("beta1"), setting("beta2")])
case("lion", classifier("leaky_relu"), CCE, optimizer("Lion", learningRate=0.01), "hot", metrics=ACCURACY)
case("lion, betas and decay", [dense(5, "tanh"), dense(2)], "mse", optimizer("Lion", learningRate=0.015, beta1=0.625, beta2=0.875, weightDecay=0.0625), "numbers",
     [setting("beta1"), setting("beta2"), setting("weightDecay")])

# Clipping and weight decay.
case("sgd, clipnorm", [dense(5, "tanh"), dense(3)], "mse", sgd(0.2, clipnorm=0.31), "numbers", [setting("clipnorm")])
case("adam, clipnorm", classifier("relu"), CCE, optimizer("Adam", learningRate=0.03, beta1=0.875, beta2=0.9375, clipnorm=0.17), "hot", [setting("clipnorm")], metrics=ACCURACY)
case("sgd, clipvalue", [dense(5, "relu"), dense(3)], "mse", sgd(0.09, momentum=0.6, clipvalue=0.083), "numbers", [setting("clipvalue")])
case("rmsprop, clipvalue", classifier(), CCE, optimizer("RMSprop", learningRate=0.02, clipvalue=0.04), "hot", [setting("clipvalue")], metrics=ACCURACY)
case("sgd, globalClipnorm", [dense(5, "tanh"), dense(4, "elu"), dense(3)], "mse", sgd(0.11, momentum=0.4, globalClipnorm=0.47), "numbers", [setting("globalClipnorm")])
case("adagrad, globalClipnorm", classifier("softplus"), SPARSE, optimizer("Adagrad", learningRate=0.08, globalClipnorm=0.19), "labels", [setting("globalClipnorm")], metrics=ACCURACY)
case("sgd, weightDecay", [dense(5, "tanh"), dense(3)], "mse", sgd(0.07, momentum=0.5, weightDecay=0.13), "numbers", [setting("weightDecay")])
case("rmsprop, weightDecay without biases", [dense(5, "relu"), dense(2)], "mse", optimizer("RMSprop", learningRate=0.03, rho=0.75, weightDecay=0.21, excludeFromWeightDecay=["bias"]), "numbers",
     [setting("weightDecay"), setting("excludeFromWeightDecay")])
case("nadam, weightDecay and clipnorm", classifier("tanh"), CCE, optimizer("Nadam", learningRate=0.03, beta1=0.875, beta2=0.9375, weightDecay=0.1875, clipnorm=0.2), "hot",
     [setting("weightDecay"), setting("clipnorm")], metrics=ACCURACY)

# Schedules. The number of the step goes into them, 0 at the first one.
case("ExponentialDecay", [dense(5, "tanh"), dense(3)], "mse", sgd(kind("ExponentialDecay", initialLearningRate=0.14, decaySteps=5, decayRate=0.6)), "numbers", [setting("learningRate", 0.14)])
case("ExponentialDecay, staircase", classifier(), CCE, sgd(kind("ExponentialDecay", initialLearningRate=0.24, decaySteps=3, decayRate=0.7, staircase=True), momentum=0.5), "hot",
     [(("optimizer", "options", "learningRate", "staircase"), None)], metrics=ACCURACY)
case("InverseTimeDecay", [dense(5, "softplus"), dense(2)], "mse", sgd(kind("InverseTimeDecay", initialLearningRate=0.13, decaySteps=4, decayRate=0.9)), "numbers", [setting("learningRate", 0.13)])
case("InverseTimeDecay, staircase", classifier(), SPARSE, sgd(kind("InverseTimeDecay", initialLearningRate=0.23, decaySteps=5, decayRate=1.3, staircase=True)), "labels",
     [(("optimizer", "options", "learningRate", "staircase"), None)], metrics=ACCURACY)
case("PolynomialDecay", [dense(5, "tanh"), dense(3)], "mse", sgd(kind("PolynomialDecay", initialLearningRate=0.13, decaySteps=9, endLearningRate=0.011, power=1.7)), "numbers",
     [(("optimizer", "options", "learningRate", "power"), None)])
case("PolynomialDecay, cycle", classifier(), CCE, sgd(kind("PolynomialDecay", initialLearningRate=0.27, decaySteps=5, endLearningRate=0.021, cycle=True)), "hot",
     [(("optimizer", "options", "learningRate", "cycle"), None)], metrics=ACCURACY)
case("PiecewiseConstantDecay", [dense(5, "tanh"), dense(3)], "mse", sgd(kind("PiecewiseConstantDecay", boundaries=[2, 7], values=[0.12, 0.034, 0.071])), "numbers",
     [(("optimizer", "options", "learningRate", "boundaries"), [3, 7]), (("optimizer", "options", "learningRate", "boundaries"), [2, 8])])
case("CosineDecay", classifier(), CCE, sgd(kind("CosineDecay", initialLearningRate=0.28, decaySteps=9, alpha=0.15), momentum=0.4), "hot",
     [(("optimizer", "options", "learningRate", "alpha"), None)], metrics=ACCURACY)
case("CosineDecay, warm-up", [dense(5, "tanh"), dense(3)], "mse", sgd(kind("CosineDecay", initialLearningRate=0.017, decaySteps=7, alpha=0.05, warmupTarget=0.14, warmupSteps=4)), "numbers",
     [(("optimizer", "options", "learningRate", "warmupTarget"), 0.11), (("optimizer", "options", "learningRate", "warmupSteps"), 3)])
case("CosineDecayRestarts", classifier("relu"), SPARSE, sgd(kind("CosineDecayRestarts", initialLearningRate=0.26, firstDecaySteps=3, tMul=1.6, mMul=0.7, alpha=0.08)), "labels",
     [(("optimizer", "options", "learningRate", n), None) for n in ["tMul", "mMul", "alpha"]], metrics=ACCURACY)
case("CosineDecayRestarts, equal spans", [dense(5, "tanh"), dense(2)], "mse", sgd(kind("CosineDecayRestarts", initialLearningRate=0.12, firstDecaySteps=5, tMul=1.0, mMul=0.8)), "numbers",
     [(("optimizer", "options", "learningRate", "mMul"), None)])
case("adam with a schedule and weightDecay", classifier(), CCE,
     optimizer("Adam", learningRate=kind("ExponentialDecay", initialLearningRate=0.04, decaySteps=6, decayRate=0.4), beta1=0.875, beta2=0.96875, weightDecay=0.25), "hot",
     [setting("learningRate", 0.04), setting("weightDecay")], metrics=ACCURACY)

# ---- Losses

case("mae, three units", [dense(5, "tanh"), dense(3, "tanh")], "mean_absolute_error", sgd(0.09, momentum=0.6, nesterov=True), "numbers", metrics=["mse"])
case("mape", [dense(5, "tanh"), dense(2)], "mape", sgd(0.0007), "positive")
case("msle", [dense(5, "tanh"), dense(2, "softplus")], "msle", sgd(0.4), "positive")
case("msle, predictions below zero count as zero", [dense(5, "tanh"), dense(3)], "mean_squared_logarithmic_error", sgd(0.3), "positive")
case("huber", [dense(5, "tanh"), dense(2)], "huber", sgd(0.15), "numbers", [(("loss",), "mse")], metrics=["mae"])
case("huber, delta", [dense(5, "relu"), dense(3)], kind("Huber", delta=0.37), sgd(0.35), "numbers", [(("loss",), "huber")])
case("log_cosh", [dense(5, "tanh"), dense(2)], "log_cosh", sgd(0.16), "numbers")
case("hinge, signs", [dense(5, "tanh"), dense(3, "tanh")], "hinge", sgd(0.12), "signs")
case("hinge, bits become signs", [dense(5, "tanh"), dense(2)], "hinge", sgd(0.11), "bits")
case("squared_hinge", [dense(5, "relu"), dense(1)], "squared_hinge", sgd(0.06), "signs")
case("categorical_hinge", [dense(5, "tanh"), dense(4)], "categorical_hinge", sgd(0.08), "hot", metrics=ACCURACY)
case("kl_divergence", classifier(), "kl_divergence", sgd(0.27), "shares")
case("poisson", [dense(5, "tanh"), dense(2, "exponential")], "poisson", sgd(0.05), "counts")
case("poisson, softplus", [dense(5, "relu"), dense(1, "softplus")], "poisson", sgd(0.07, momentum=0.3), "counts")
case("cosine_similarity", [dense(5, "tanh"), dense(3)], "cosine_similarity", sgd(0.24), "numbers")
case("binary, one unit, targets of rank 1", [dense(5, "tanh"), dense(1, "sigmoid")], BCE, sgd(0.25), "bits in a row", metrics=ACCURACY)
case("binary, from logits", [dense(5, "tanh"), dense(3)], kind("BinaryCrossentropy", fromLogits=True), sgd(0.21), "bits", [(("loss", "fromLogits"), None)])
case("binary, label smoothing", [dense(5, "tanh"), dense(2, "sigmoid")], kind("BinaryCrossentropy", labelSmoothing=0.17), sgd(0.22), "bits", [(("loss", "labelSmoothing"), None)])
case("binary, shares as targets", [dense(5, "relu"), dense(3, "sigmoid")], "bce", sgd(0.18), "shares")
case("categorical, from logits", [dense(5, "tanh"), dense(3)], kind("CategoricalCrossentropy", fromLogits=True), sgd(0.19), "hot", [(("loss", "fromLogits"), None)], metrics=ACCURACY)
case("categorical, label smoothing", classifier(), kind("CategoricalCrossentropy", labelSmoothing=0.14), sgd(0.23), "hot", [(("loss", "labelSmoothing"), None)], metrics=ACCURACY)
case("categorical, smoothing from logits", [dense(5, "relu"), dense(4)], kind("CategoricalCrossentropy", fromLogits=True, labelSmoothing=0.23), sgd(0.17), "hot",
     [(("loss", "labelSmoothing"), None)], metrics=ACCURACY)
case("sparse, from logits", [dense(5, "tanh"), dense(4)], kind("SparseCategoricalCrossentropy", fromLogits=True), sgd(0.18), "labels", [(("loss", "fromLogits"), None)], metrics=ACCURACY)
case("sparse, labels in a column", classifier(), SPARSE, sgd(0.26), "labels in a column", metrics=ACCURACY)
case("sparse, ignoreClass", [dense(5, "tanh"), dense(4, "softmax")], kind("SparseCategoricalCrossentropy", ignoreClass=1), sgd(0.21), "labels", [(("loss", "ignoreClass"), None)], metrics=ACCURACY)
case("sparse, ignoreClass from logits with weights", [dense(5, "relu"), dense(4)], kind("SparseCategoricalCrossentropy", ignoreClass=2, fromLogits=True), sgd(0.16), "labels",
     [(("loss", "ignoreClass"), None)], weighted=2, weightedMetrics=ACCURACY)
case("reduction sum", [dense(5, "tanh"), dense(3)], kind("MeanSquaredError", reduction="sum"), sgd(0.03), "numbers", [(("loss", "reduction"), None)])
case("reduction mean_with_sample_weight", classifier(), kind("CategoricalCrossentropy", reduction="mean_with_sample_weight"), sgd(0.17), "hot", [(("loss", "reduction"), None)], weighted=2)

# A cross-entropy after the other one's activation. Keras on TensorFlow goes back to what went into the sigmoid and applies softmax to that.
MARKLESS = {"sigmoid": kind("sigmoid", unmarked=True), "softmax": kind("softmax", unmarked=True)}
case("categorical after sigmoid, as Keras does", classifier()[:1] + [dense(3, "sigmoid")], CCE, sgd(0.12), "hot", [option(1, "activation", MARKLESS["sigmoid"])])
case("categorical after sigmoid, from probabilities", classifier()[:1] + [dense(3, MARKLESS["sigmoid"])], CCE, sgd(0.12), "hot", [option(1, "activation", "sigmoid")])
case("sparse after sigmoid, from probabilities", classifier()[:1] + [dense(3, MARKLESS["sigmoid"])], SPARSE, sgd(0.18), "labels", [option(1, "activation", "sigmoid")])
case("binary after softmax, as Keras does", classifier(), BCE, sgd(0.16, momentum=0.3), "bits", [option(1, "activation", MARKLESS["softmax"])])
case("binary after softmax, from probabilities", [dense(5, "relu"), dense(3, MARKLESS["softmax"])], BCE, sgd(0.16, momentum=0.3), "bits", [option(1, "activation", "softmax")])

# ---- Regularizers and constraints

L1, L2, L1L2 = [lambda kind_=k, **o: kind(kind_, **o) for k in ["l1", "l2", "l1_l2"]]
case("l2 of the kernels", [dense(5, "tanh", kernelRegularizer=L2(l2=0.03)), dense(3, "softmax", kernelRegularizer=L2(l2=0.007))], CCE, sgd(0.11), "hot",
     [option(0, "kernelRegularizer"), option(1, "kernelRegularizer")], metrics=ACCURACY)
case("l1 of a kernel", [dense(5, "relu", kernelRegularizer=L1(l1=0.012)), dense(2)], "mse", sgd(0.05, momentum=0.4), "numbers", [option(0, "kernelRegularizer")])
case("l1 and l2 of kernel and bias", [dense(6, "tanh", kernelRegularizer=L1L2(l1=0.004, l2=0.021), biasRegularizer=L2(l2=0.05)),
     dense(3, "sigmoid", biasRegularizer=L1L2(l1=0.03, l2=0.011))], BCE, sgd(0.14), "bits",
     [option(0, "kernelRegularizer"), option(0, "biasRegularizer"), option(1, "biasRegularizer")])
case("l1 of a bias, exact in Float32", [dense(5, "sigmoid", biasRegularizer=L1(l1=0.03125)), dense(3, "softmax")], SPARSE, optimizer("RMSprop", learningRate=0.012), "labels",
     [option(0, "biasRegularizer")], metrics=ACCURACY)
case("l2 of an activity", [dense(5, "tanh", activityRegularizer=L2(l2=0.023)), dense(3, "softmax")], CCE, sgd(0.15), "hot", [option(0, "activityRegularizer")], metrics=ACCURACY)
case("l1 of activities", [dense(5, "relu", activityRegularizer=L1(l1=0.017)), dense(2, activityRegularizer=L1L2(l1=0.009, l2=0.013))], "mse", sgd(0.06), "numbers",
     [option(0, "activityRegularizer"), option(1, "activityRegularizer")])
case("ActivityRegularization", [dense(5, "tanh"), layer("ActivityRegularization", l1=0.019, l2=0.027), dense(2)], "mse", sgd(0.08), "numbers", [option(1, "l1"), option(1, "l2")])
case("orthogonal rows", [dense(5, "tanh", kernelRegularizer=kind("OrthogonalRegularizer", factor=0.21)), dense(3, "softmax")], CCE, sgd(0.17), "hot",
     [option(0, "kernelRegularizer")], metrics=ACCURACY)
case("orthogonal columns", [dense(5, "tanh", kernelRegularizer=kind("OrthogonalRegularizer", factor=0.17, mode="columns")), dense(2)], "mse", sgd(0.09), "numbers",
     [option(0, "kernelRegularizer"), (("layers", 0, "options", "kernelRegularizer", "mode"), None)])
case("MaxNorm", [dense(5, "tanh", kernelConstraint=kind("MaxNorm", maxValue=0.93)), dense(3, "softmax")], CCE, sgd(0.2), "hot", [option(0, "kernelConstraint")], metrics=ACCURACY)
case("MaxNorm, and of a bias", [dense(5, "relu", kernelConstraint=kind("MaxNorm", maxValue=1.07), biasConstraint=kind("MaxNorm", maxValue=0.31)), dense(2)], "mse",
     sgd(0.08, momentum=0.5), "numbers", [option(0, "kernelConstraint"), option(0, "biasConstraint")])
case("NonNeg", [dense(5, "tanh", kernelConstraint=kind("NonNeg"), biasConstraint=kind("NonNeg")), dense(3)], "mse", sgd(0.1), "numbers",
     [option(0, "kernelConstraint"), option(0, "biasConstraint")])
case("UnitNorm", [dense(5, "tanh", kernelConstraint=kind("UnitNorm")), dense(3, "softmax", kernelConstraint=kind("UnitNorm"))], SPARSE,
     optimizer("Adam", learningRate=0.03, beta1=0.875, beta2=0.9375), "labels", [option(0, "kernelConstraint"), option(1, "kernelConstraint")], metrics=ACCURACY)
case("MinMaxNorm", [dense(5, "sigmoid", kernelConstraint=kind("MinMaxNorm", minValue=1.11, maxValue=1.23, rate=0.7)), dense(2)], "mse", sgd(0.12), "numbers",
     [option(0, "kernelConstraint"), (("layers", 0, "options", "kernelConstraint", "rate"), None)])
case("a constraint after weightDecay and clipping", [dense(5, "tanh", kernelConstraint=kind("UnitNorm")), dense(2)], "mse", sgd(0.15, weightDecay=0.4, clipnorm=0.35), "numbers",
     [option(0, "kernelConstraint"), setting("weightDecay"), setting("clipnorm")])

# ---- Activations, two to a net; each must differ from relu

for first, second, ending, loss, targets in [
    ("linear", "sigmoid", 2, "mse", "numbers"), ("tanh", "softmax", 2, "mse", "numbers"), ("leaky_relu", "elu", 3, "mse", "numbers"), ("selu", "softplus", 2, "huber", "numbers"),
    ("softsign", "exponential", 2, "mae", "numbers"), ("gelu", "silu", 3, "mse", "numbers"), ("swish", "mish", 2, "log_cosh", "numbers"),
    ("hard_sigmoid", "hard_silu", 3, "mse", "numbers"), ("hard_swish", "hard_tanh", 2, "mse", "numbers"), ("log_softmax", "log_sigmoid", 2, "mse", "numbers"),
]:
    case(f"{first}, then {second}", [dense(5, first), dense(4, second), dense(ending)], loss, sgd(0.08), targets, [option(0, "activation", "relu"), option(1, "activation", "relu")])
case("gelu by tanh", [dense(5, kind("gelu", approximate=True)), dense(2)], "mse", sgd(0.09), "numbers", [option(0, "activation", "gelu")])
case("relu6, then relu", [dense(5, "relu6"), dense(4, "relu"), dense(2)], "mse", sgd(0.01), "numbers", [option(0, "activation", "relu"), option(1, "activation")], xKind="wide inputs")
case("log_softmax as the output", [dense(5, "tanh"), dense(3, "log_softmax")], kind("CategoricalCrossentropy", fromLogits=True), sgd(0.18), "hot", metrics=ACCURACY)

# ---- Layers

case("Activation", [dense(5), layer("Activation", activation="tanh"), dense(3), layer("Activation", activation="softmax")], CCE, sgd(0.16), "hot", [option(1, "activation", "relu")], metrics=ACCURACY)
case("Flatten", [layer("Flatten"), dense(5, "tanh"), dense(3, "softmax")], CCE, sgd(0.14), "hot", metrics=ACCURACY, inputs=[2, 3])
case("Reshape, Dense along the last axis", [dense(6, "tanh"), layer("Reshape", targetShape=[3, 2]), dense(2, "relu"), layer("Flatten"), dense(2)], "mse", sgd(0.06), "numbers")
case("Reshape, one size worked out", [dense(6, "tanh"), layer("Reshape", targetShape=[-1, 3]), dense(2, "tanh"), layer("Flatten"), dense(2)], "mse", sgd(0.06), "numbers")
case("BatchNormalization", [dense(5), layer("BatchNormalization"), layer("Activation", activation="tanh"), dense(3, "softmax")], CCE, sgd(0.12), "hot",
     metrics=ACCURACY, epochs=4)
case("BatchNormalization, momentum and epsilon", [dense(5, "relu"), layer("BatchNormalization", momentum=0.7, epsilon=0.021), dense(2)], "mse", sgd(0.05, momentum=0.4), "numbers",
     [option(1, "momentum"), option(1, "epsilon")], epochs=4)
case("BatchNormalization twice, the first of the inputs", [layer("BatchNormalization", momentum=0.8), dense(5, "tanh"), layer("BatchNormalization", momentum=0.6), dense(1, "sigmoid")], BCE,
     optimizer("Adam", learningRate=0.02, beta1=0.875, beta2=0.9375), "bits", metrics=ACCURACY, epochs=4)
case("BatchNormalization without scale", [dense(5, "tanh"), layer("BatchNormalization", scale=False, momentum=0.75), dense(2)], "mse", sgd(0.07), "numbers")
case("BatchNormalization without center", [dense(5, "tanh", useBias=False), layer("BatchNormalization", center=False, momentum=0.75), dense(2)], "mse", sgd(0.07), "numbers")
case("BatchNormalization regularized", [dense(5, "tanh"), layer("BatchNormalization", momentum=0.75, gammaRegularizer=L2(l2=0.06), betaRegularizer=L1(l1=0.05)), dense(2)], "mse", sgd(0.07), "numbers",
     [option(1, "gammaRegularizer"), option(1, "betaRegularizer")])
case("BatchNormalization of a rank 3", [dense(6, "tanh"), layer("Reshape", targetShape=[3, 2]), layer("BatchNormalization", momentum=0.7), layer("Flatten"), dense(2)], "mse", sgd(0.06), "numbers")
case("LayerNormalization", [dense(5, "tanh"), layer("LayerNormalization"), dense(3, "softmax")], CCE, sgd(0.13), "hot", metrics=ACCURACY)
case("LayerNormalization, epsilon", [dense(5, "relu"), layer("LayerNormalization", epsilon=0.17), dense(2)], "mse", sgd(0.06), "numbers", [option(1, "epsilon")])
case("LayerNormalization without scale", [dense(5), layer("LayerNormalization", scale=False), dense(2)], "mse", sgd(0.06), "numbers")
case("LeakyReLU", [dense(5), layer("LeakyReLU"), dense(2)], "mse", sgd(0.06), "numbers", [(("layers", 1, "options"), {"negativeSlope": 0.2})])
case("LeakyReLU, slope", [dense(5), layer("LeakyReLU", negativeSlope=0.0625), dense(3, "softmax")], CCE, sgd(0.15), "hot", [option(1, "negativeSlope")], metrics=ACCURACY)
case("PReLU", [dense(5), layer("PReLU"), dense(2)], "mse", sgd(0.07), "numbers")
case("PReLU of a rank 3, regularized", [dense(6), layer("Reshape", targetShape=[3, 2]), layer("PReLU", alphaRegularizer=L2(l2=0.08)), layer("Flatten"), dense(2)], "mse", sgd(0.06), "numbers",
     [option(2, "alphaRegularizer")])
case("ELU", [dense(5), layer("ELU", alpha=0.63), dense(2)], "mse", sgd(0.07), "numbers", [option(1, "alpha")])
case("ReLU, all its options", [dense(5), layer("ReLU", maxValue=1.3, negativeSlope=0.12, threshold=0.27), dense(2)], "mse", sgd(0.08), "numbers",
     [option(1, "maxValue"), option(1, "negativeSlope"), option(1, "threshold")])
case("Softmax", [dense(5, "tanh"), dense(3), layer("Softmax")], CCE, sgd(0.2), "hot", metrics=ACCURACY)
case("Softmax within", [dense(5, "relu"), layer("Softmax"), dense(2)], "mse", sgd(0.09), "numbers")
case("Dropout of rate 0", [dense(5, "tanh"), layer("Dropout", rate=0), dense(3, "softmax")], CCE, sgd(0.14), "hot", metrics=ACCURACY)

# ---- Graphs


def d(name, of, units=4, activation="tanh", **options):
    return layer("Dense", name, of=[of], units=units, activation=activation, **options)


def two_branches(merge, **options):
    return [d("left", "input"), d("right", "input", activation="softplus"), layer(merge, "merged", of=["left", "right"], **options), d("out", "merged", 2, "linear")]


case("Concatenate", [d("left", "input", 3), d("right", "input", 4, "relu"), layer("Concatenate", "merged", of=["left", "right", "input"]), d("out", "merged", 3, "softmax")], CCE, sgd(0.12), "hot",
     outputs=["out"], metrics=ACCURACY)
for merge in ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"]:
    case(merge, two_branches(merge), "mse", sgd(0.06), "numbers", outputs=["out"])
case("Add of three", [d("left", "input"), d("right", "input", activation="softplus"), layer("Add", "merged", of=["left", "right", "input"]), d("out", "merged", 2, "linear")], "mse", sgd(0.05), "numbers",
     outputs=["out"])
case("Average of three, two of them one", [d("left", "input"), d("right", "input", activation="relu"), layer("Average", "merged", of=["left", "right", "left"]), d("out", "merged", 2, "linear")], "mse",
     sgd(0.06), "numbers", outputs=["out"])
case("Dot", two_branches("Dot", axes=1), "mse", sgd(0.02), "numbers", outputs=["out"])
case("Dot, normalized", two_branches("Dot", axes=1, normalize=True), "mse", sgd(0.12), "numbers", [option(2, "normalize")], outputs=["out"])
case("two inputs", [d("left", "first"), d("right", "second", 3, "relu"), layer("Concatenate", "merged", of=["left", "right"]), d("out", "merged", 3, "softmax")], CCE, sgd(0.13), "hot",
     inputs={"first": 4, "second": 5}, outputs=["out"], metrics=ACCURACY)
case("two inputs, one far deeper", [d("a", "first", 5), d("b", "a", 4, "relu"), d("c", "b", 3, "tanh"), layer("Concatenate", "merged", of=["second", "c"]), d("out", "merged", 1, "sigmoid")], BCE,
     optimizer("RMSprop", learningRate=0.01), "bits", inputs={"first": 4, "second": 2}, outputs=["out"], metrics=ACCURACY)
case("two outputs", [d("hidden", "input", 5), d("kind", "hidden", 3, "softmax"), d("size", "hidden", 2, "linear")], [CCE, "mse"], sgd(0.08), ["hot", "numbers"],
     outputs=["kind", "size"], metrics=[ACCURACY, ["mae"]])
case("two outputs, weighted losses", [d("hidden", "input", 5), d("below", "hidden", 4, "relu"), d("kind", "below", 3, "softmax"), d("size", "hidden", 2, "linear", kernelRegularizer=L2(l2=0.02))],
     [SPARSE, "mae"], sgd(0.08, momentum=0.5), ["labels", "numbers"], [(("lossWeights",), None)], outputs=["kind", "size"], lossWeights=[0.7, 1.9], metrics=[ACCURACY, []])
case("two inputs, two outputs, row weights for each", [d("left", "first"), d("right", "second", 3, "relu"), layer("Concatenate", "merged", of=["left", "right"]), d("kind", "merged", 1, "sigmoid"),
     d("size", "right", 2, "linear")], [BCE, "huber"], sgd(0.1), ["bits", "numbers"], inputs={"first": 4, "second": 5}, outputs=["kind", "size"], lossWeights=[1.3, 0.6], weighted=2)
case("a layer used twice", [d("shared", "first", 4), layer("Dense", "again", of=["second"], same="shared"), layer("Subtract", "merged", of=["shared", "again"]), d("out", "merged", 1, "sigmoid")], BCE,
     optimizer("Adam", learningRate=0.02, beta1=0.875, beta2=0.9375), "bits", inputs={"first": 4, "second": 4}, outputs=["out"], metrics=ACCURACY)
case("a layer used twice, one after the other", [d("shared", "input", 4, kernelRegularizer=L2(l2=0.03)), layer("Dense", "again", of=["shared"], same="shared"), d("out", "again", 2, "linear")], "mse",
     sgd(0.07), "numbers", [option(0, "kernelRegularizer")], outputs=["out"])
case("a frozen layer, whose penalty does not count", [layer("Dense", units=5, activation="tanh", trainable=False, kernelRegularizer=L2(l2=0.02)), dense(4, "relu"), dense(3, "softmax")], CCE, sgd(0.13, momentum=0.5), "hot",
     [(("layers", 0, "trainable"), None)], metrics=ACCURACY)
case("a frozen layer within weightDecay and globalClipnorm", [dense(5, "tanh"), layer("Dense", units=4, activation="relu", trainable=False), dense(2)], "mse",
     sgd(0.1, weightDecay=0.2, globalClipnorm=0.3), "numbers", [(("layers", 1, "trainable"), None)])
case("a frozen BatchNormalization", [dense(5), layer("BatchNormalization", momentum=0.7, trainable=False), layer("Activation", activation="tanh"), dense(2)], "mse", sgd(0.07), "numbers",
     [(("layers", 1, "trainable"), None)])

# ---- fit

case("batches of one", classifier(), CCE, sgd(0.05), "hot", batchSize=1, rows=10, epochs=2, metrics=ACCURACY)
case("all rows in one batch", classifier("relu"), SPARSE, optimizer("Adam", learningRate=0.03, beta1=0.875, beta2=0.9375), "labels", batchSize=14, epochs=4, metrics=ACCURACY)
case("a batch larger than the data", [dense(5, "tanh"), dense(2)], "mse", sgd(0.08), "numbers", batchSize=32, epochs=3)
case("row weights", classifier(), CCE, sgd(0.16), "hot", weighted=1, metrics=ACCURACY)
case("row weights, weighted metrics, weighted validation", classifier(), SPARSE, sgd(0.15), "labels", weighted=2, weightedMetrics=ACCURACY)
case("row weights, both kinds of metrics", [dense(5, "tanh"), dense(1, "sigmoid")], BCE, sgd(0.2), "bits", weighted=2, metrics=ACCURACY, weightedMetrics=["mse"])
case("row weights and penalties", [dense(5, "tanh", kernelRegularizer=L2(l2=0.03), activityRegularizer=L2(l2=0.02)), dense(2)], "mse", sgd(0.07), "numbers", weighted=1,
     about=[option(0, "kernelRegularizer"), option(0, "activityRegularizer")])
case("classWeight of labels", classifier(), SPARSE, sgd(0.14), "labels", [(("fit", "classWeight"), None)], metrics=ACCURACY, classWeight={"0": 1.7, "1": 0.6, "2": 0.9})
case("classWeight of one-hot rows, one class left out", classifier(), CCE, sgd(0.14), "hot", [(("fit", "classWeight"), None)], weightedMetrics=ACCURACY, classWeight={"0": 1.9, "2": 0.4})
case("classWeight of a sigmoid unit", [dense(5, "relu"), dense(1, "sigmoid")], BCE, sgd(0.14), "bits", [(("fit", "classWeight"), None)], metrics=ACCURACY, classWeight={"0": 0.7, "1": 2.1})
case("validationSplit", classifier(), CCE, sgd(0.17), "hot", metrics=ACCURACY, validationData=False, validationSplit=0.3, rows=17)
case("validationSplit with row weights", classifier("relu"), SPARSE, sgd(0.15), "labels", weightedMetrics=ACCURACY, validationData=False, validationSplit=0.25, rows=18, weighted=1)
case("no validation", classifier("relu"), SPARSE, sgd(0.15), "labels", metrics=ACCURACY, validationData=False)
case("validationFreq 2", [dense(5, "tanh"), dense(2)], "mse", sgd(0.07), "numbers", metrics=["mae"], epochs=5, validationFreq=2)
case("validationBatchSize", [dense(5, "tanh", activityRegularizer=L1(l1=0.03)), dense(2)], "mse", sgd(0.07), "numbers", validationBatchSize=5)
case("initialEpoch", classifier(), CCE, sgd(kind("ExponentialDecay", initialLearningRate=0.16, decaySteps=5, decayRate=0.6)), "hot", metrics=ACCURACY, epochs=5, initialEpoch=2)
case("stepsPerEpoch in one epoch", [dense(5, "tanh"), dense(2)], "mse", sgd(0.07), "numbers", [(("fit", "stepsPerEpoch"), None)], epochs=1, stepsPerEpoch=3)
case("stepsPerEpoch, where Keras goes on in the next epoch", [dense(5, "tanh"), dense(2)], "mse", sgd(0.07), "numbers", rows=15, epochs=4, stepsPerEpoch=2)
case("stepsPerEpoch that does not divide the batches, where Keras ends an epoch early", [dense(5, "tanh"), dense(2)], "mse", sgd(0.07), "numbers", epochs=4, stepsPerEpoch=3)
case("ReduceLROnPlateau", [dense(5, "tanh"), dense(2)], "mse", sgd(0.16, momentum=0.8), "numbers", [(("fit", "callbacks", 0, "patience"), 9), (("fit", "callbacks", 0, "minDelta"), None)], epochs=6,
     callbacks=[kind("ReduceLROnPlateau", monitor="val_loss", factor=0.375, patience=1, minDelta=0.01)])
case("EarlyStopping that restores", classifier(), CCE, sgd(0.5, momentum=0.8), "hot", [(("fit", "callbacks", 0, "patience"), 9), (("fit", "callbacks", 0, "restoreBestWeights"), None)], epochs=7, metrics=ACCURACY,
     callbacks=[kind("EarlyStopping", monitor="val_loss", patience=1, restoreBestWeights=True)])

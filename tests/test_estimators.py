"""The estimators keep scikit-learn's contract, and behind the door they are the library's own models."""

import pickle

import numpy as np
import pandas
import pytest
import sklearn.linear_model
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from unity import activations, logistic, newton, softmax
from unity.arrays import one_hot
from unity.datasets import breast_cancer, gaussians, moons, standardise
from unity.estimators import LogisticRegression, NetworkClassifier, SoftmaxRegression
from unity.families import BERNOULLI, CATEGORICAL
from unity.layers import Elementwise, dense
from unity.network import Network

EPS = np.finfo(float).eps
ALL = [LogisticRegression(), SoftmaxRegression(), NetworkClassifier(epochs=30)]
LINEAR = [LogisticRegression(), SoftmaxRegression()]
SEVERAL = [SoftmaxRegression(), NetworkClassifier(epochs=30)]
names = dict(ids=lambda estimator: type(estimator).__name__)


@pytest.fixture(scope="module")
def tumours():
    """Standardised rows, and labels 0 and 1."""
    X, y = load_breast_cancer(return_X_y=True)
    return standardise(np.ascontiguousarray(X.T)).X.T, y


@pytest.fixture(scope="module")
def iris():
    X, y = load_iris(return_X_y=True)
    return X - X.mean(axis=0), y


@pytest.fixture(scope="module")
def overlapping():
    """Two classes that no plane separates."""
    examples = gaussians(np.array([[0.0, 1.0], [0.0, -1.0]]), np.eye(2), (40, 60), seed=0)
    return examples.X.T, examples.y


# Scikit-learn's contract


def test_nothing_keeps_the_contract_from_trying_other_arrays():
    """Without SCIPY_ARRAY_API scikit-learn refuses this, and leaves out the checks that need it."""
    with sklearn.config_context(array_api_dispatch=True):
        assert sklearn.get_config()["array_api_dispatch"]


@parametrize_with_checks([*ALL, NetworkClassifier(hidden=(), epochs=30)])
def test_the_contract_of_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize("estimator", ALL, **names)
def test_init_stores_its_arguments_and_nothing_else(estimator):
    given = {name: object() for name in estimator.get_params()}
    assert vars(type(estimator)(**given)) == given


@pytest.mark.parametrize("estimator", ALL, **names)
def test_a_clone_learns_the_same(estimator, overlapping):
    X, y = overlapping
    ours, theirs = clone(estimator).fit(X, y), clone(estimator).fit(X, y)
    np.testing.assert_array_equal(ours.predict_proba(X), theirs.predict_proba(X))


@pytest.mark.parametrize("estimator", ALL, **names)
def test_a_pickle_predicts_the_same(estimator, overlapping):
    X, y = overlapping
    fitted = clone(estimator).fit(X, y)
    again = pickle.loads(pickle.dumps(fitted))
    np.testing.assert_array_equal(again.predict_proba(X), fitted.predict_proba(X))


@pytest.mark.parametrize("estimator", ALL, **names)
def test_the_last_step_of_a_pipeline(estimator):
    X, y = load_breast_cancer(return_X_y=True)
    pipeline = make_pipeline(StandardScaler(), clone(estimator))
    assert cross_val_score(pipeline, X, y, cv=3).min() > 0.95
    assert cross_val_score(pipeline, X, y, cv=3, scoring="roc_auc").min() > 0.98
    assert cross_val_predict(pipeline, X, y, cv=3, method="predict_proba").shape == (569, 2)


def test_a_grid_search_finds_the_penalty(tumours):
    X, y = tumours
    search = GridSearchCV(LogisticRegression(), {"l2": [1e-2, 1e3]}, scoring="neg_log_loss", cv=3).fit(X, y)
    assert search.best_params_ == {"l2": 1e-2}
    np.testing.assert_array_equal(search.best_estimator_.coef_, LogisticRegression(l2=1e-2).fit(X, y).coef_)


def test_a_grid_search_finds_the_hidden_layers():
    corners = moons(200, seed=0)
    grid = {"hidden": [(), (16,)], "step": [0.5]}
    search = GridSearchCV(NetworkClassifier(), grid, cv=3).fit(corners.X.T, corners.y)
    assert search.best_params_["hidden"] == (16,)


@pytest.mark.parametrize("estimator", ALL, **names)
@pytest.mark.parametrize("method", ["predict", "predict_proba", "predict_log_proba", "decision_function"])
def test_nothing_is_predicted_before_fit(estimator, method):
    with pytest.raises(NotFittedError, match=f"This {type(estimator).__name__} instance is not fitted yet"):
        getattr(clone(estimator), method)([[0.0]])


@pytest.mark.parametrize("estimator", ALL, **names)
def test_a_fit_that_failed_is_no_fit(estimator):
    failed = clone(estimator)
    with pytest.raises(ValueError, match="one class"):
        failed.fit([[0.0], [1.0]], ["a", "a"])
    with pytest.raises(NotFittedError):
        failed.predict([[0.0]])


@pytest.mark.parametrize("estimator", ALL, **names)
def test_the_names_of_the_features_are_kept_and_compared(estimator, overlapping):
    X, y = overlapping
    rows = pandas.DataFrame(X, columns=["length", "width"])
    fitted = clone(estimator).fit(rows, pandas.Series(y))
    assert fitted.feature_names_in_.tolist() == ["length", "width"]
    np.testing.assert_array_equal(fitted.predict_proba(rows), clone(estimator).fit(X, y).predict_proba(X))
    with pytest.raises(ValueError, match="The feature names should match those that were passed during fit"):
        fitted.predict(rows[["width", "length"]])


class Rows:
    """No array, but it can become one."""

    def __init__(self, X):
        self.X = X

    def __array__(self, dtype=None, copy=None):
        return np.array(self.X, dtype=dtype)


@pytest.mark.parametrize("estimator", ALL, **names)
@pytest.mark.parametrize("kind", [np.ndarray.tolist, Rows, np.asfortranarray], ids=["list", "object", "columns"])
def test_what_can_become_rows_is_taken(estimator, kind, overlapping):
    X, y = overlapping
    fitted, plain = clone(estimator).fit(kind(X), kind(y)), clone(estimator).fit(X, y)
    assert fitted.n_features_in_ == 2
    assert not hasattr(fitted, "feature_names_in_")
    np.testing.assert_allclose(fitted.predict_proba(kind(X)), plain.predict_proba(X), atol=1e-12)


@pytest.mark.parametrize("estimator", ALL, **names)
def test_another_number_of_features_is_refused(estimator, overlapping):
    with pytest.raises(ValueError, match=r"X has 3 features, but .* is expecting 2 features"):
        clone(estimator).fit(*overlapping).predict(np.zeros((1, 3)))


# Behind the door: the same numbers as the library's functions give


@pytest.mark.parametrize("l2", [0.0, 0.003, 0.5])
def test_logistic_is_the_function_fit_transposed(overlapping, l2):
    X, y = overlapping
    model = LogisticRegression(l2=l2, tol=1e-8).fit(X, y)
    w, b, gradient_norm, iterations, *_ = logistic.fit(X.T, y[None, :].astype(float), l2=l2, tol=1e-8)
    np.testing.assert_array_equal(model.coef_, w.T)
    np.testing.assert_array_equal(model.intercept_, b[:, 0])
    assert (model.gradient_norm_, model.n_iter_) == (gradient_norm, iterations)
    A = logistic.probability(w, b, X.T)
    np.testing.assert_array_equal(model.decision_function(X), logistic.forward(w, b, X.T)[0])
    np.testing.assert_array_equal(model.predict_proba(X)[:, 1], A[0])
    np.testing.assert_allclose(model.predict_proba(X)[:, 0], 1 - A[0], atol=4 * EPS)
    np.testing.assert_array_equal(model.predict(X), logistic.decide(w, b, X.T)[0])


@pytest.mark.parametrize("l2", [0.01, 0.5])
def test_softmax_is_the_function_fit_transposed(iris, l2):
    X, y = iris
    model = SoftmaxRegression(l2=l2, tol=1e-8).fit(X, y)
    W, b, gradient_norm, iterations, *_ = softmax.fit(X.T, one_hot(y, 3), l2=l2, tol=1e-8)
    np.testing.assert_array_equal(model.coef_, W.T)
    np.testing.assert_array_equal(model.intercept_, b[:, 0])
    assert (model.gradient_norm_, model.n_iter_) == (gradient_norm, iterations)
    np.testing.assert_array_equal(model.decision_function(X), softmax.forward(W, b, X.T).T)
    np.testing.assert_array_equal(model.predict_proba(X), softmax.probability(W, b, X.T).T)
    np.testing.assert_array_equal(model.predict(X), softmax.decide(W, b, X.T))


@pytest.mark.parametrize("K", [2, 3])
@pytest.mark.parametrize("hidden", [(), (4,), (5, 3)])
def test_a_network_is_the_function_train_transposed(iris, K, hidden):
    X, y = (array[iris[1] < K] for array in iris)
    model = NetworkClassifier(hidden=hidden, step=0.05, batch=20, epochs=4, seed=7).fit(X, y)
    layers = [layer for width in hidden for layer in (dense(width), Elementwise(activations.RELU))]
    network = Network([*layers, dense(1)], BERNOULLI) if K == 2 else Network([*layers, dense(3)], CATEGORICAL)
    Y = y[None, :].astype(float) if K == 2 else one_hot(y, 3)
    rng = np.random.default_rng(7)
    start = network.init((4,), rng)
    trained = network.train(start, np.asarray(X.T), Y, step=0.05, batch=20, epochs=4, seed=rng)
    assert model.network_ == network
    assert model.costs_ == trained.costs
    A, Z = network.predict(trained.parameters, X.T), network.forward(trained.parameters, X.T)
    if K == 2:
        np.testing.assert_array_equal(model.predict_proba(X)[:, 1], A[0])
        np.testing.assert_array_equal(model.decision_function(X), Z[0])
        np.testing.assert_array_equal(model.predict(X), Z[0] >= 0)
    else:
        np.testing.assert_array_equal(model.predict_proba(X), A.T)
        np.testing.assert_array_equal(model.decision_function(X), Z.T)
        np.testing.assert_array_equal(model.predict(X), np.argmax(Z, axis=0))


@pytest.mark.derivation("D28")
def test_a_network_without_hidden_layers_is_logistic_regression(overlapping):
    """One output, the same form, and at the end of a long descent the same optimum."""
    X, y = overlapping
    model = NetworkClassifier(hidden=(), step=1.0, batch=1000, epochs=3000).fit(X, y)
    ((W, b),) = model.parameters_
    assert (W.shape, b.shape) == ((2, 1), (1, 1))
    np.testing.assert_array_equal(model.predict_proba(X)[:, 1], logistic.probability(W, b, X.T)[0])
    optimum = LogisticRegression(l2=0.0, tol=1e-10).fit(X, y)
    np.testing.assert_allclose(W.T, optimum.coef_, atol=1e-9)
    np.testing.assert_allclose(b[0], optimum.intercept_, atol=1e-9)


# Oracle: scikit-learn


def scikit_learn(C):
    """Its own logistic regression, by the one of its solvers that goes all the way to the optimum."""
    return sklearn.linear_model.LogisticRegression(C=C, solver="newton-cholesky", tol=1e-10, max_iter=1000)


@pytest.mark.parametrize("l2", [1e-3, 1e-2, 1.0])
def test_logistic_equals_scikit_learn(tumours, l2):
    X, y = tumours
    ours = LogisticRegression(l2=l2, tol=1e-9).fit(X, y)
    theirs = scikit_learn(C=1 / (l2 * len(X))).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-6)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, atol=1e-6)
    np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-5)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-6)
    np.testing.assert_allclose(ours.predict_log_proba(X), theirs.predict_log_proba(X), atol=1e-5)
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))


@pytest.mark.parametrize("l2", [1e-2, 1.0])
def test_softmax_equals_scikit_learn(iris, l2):
    X, y = iris
    ours = SoftmaxRegression(l2=l2, tol=1e-9).fit(X, y)
    theirs = scikit_learn(C=1 / (l2 * len(X))).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-6)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_ - theirs.intercept_.mean(), atol=1e-6)
    np.testing.assert_allclose(ours.predict_log_proba(X), theirs.predict_log_proba(X), atol=1e-6)


def test_softmax_of_two_classes_is_logistic_regression_with_half_the_penalty(tumours):
    X, y = tumours
    two, one = SoftmaxRegression(l2=0.02, tol=1e-10).fit(X, y), LogisticRegression(l2=0.01, tol=1e-10).fit(X, y)
    theirs = scikit_learn(C=2 / (0.02 * len(X))).fit(X, y)
    np.testing.assert_allclose(two.coef_[0], -two.coef_[1], atol=1e-12)
    np.testing.assert_allclose(two.coef_[1:] - two.coef_[:1], one.coef_, atol=1e-9)
    np.testing.assert_allclose(two.coef_[1:] - two.coef_[:1], theirs.coef_, atol=1e-6)
    np.testing.assert_allclose(two.decision_function(X), one.decision_function(X), atol=1e-8)
    np.testing.assert_allclose(two.predict_proba(X), one.predict_proba(X), atol=1e-9)
    np.testing.assert_array_equal(two.predict(X), one.predict(X))


# Labels


@pytest.mark.parametrize("estimator", ALL, **names)
@pytest.mark.parametrize("labels", [["no", "yes"], [-1, 1], [False, True], [0.0, 1.0], [10**9, 10**12]], ids=str)
def test_labels_come_back_as_they_were(estimator, labels, overlapping):
    X, y = overlapping
    named = np.array(labels)[y]
    fitted, plain = clone(estimator).fit(X, named), clone(estimator).fit(X, y)
    np.testing.assert_array_equal(fitted.classes_, labels)
    assert fitted.predict(X).dtype == named.dtype
    np.testing.assert_array_equal(fitted.predict(X), np.array(labels)[plain.predict(X)])
    np.testing.assert_array_equal(fitted.predict_proba(X), plain.predict_proba(X))


@pytest.mark.parametrize("estimator", SEVERAL, **names)
def test_labels_of_several_classes_are_sorted(estimator, iris):
    X, y = iris
    fitted = clone(estimator).fit(X, np.array(["virginica", "setosa", "versicolor"])[y])
    assert fitted.classes_.tolist() == ["setosa", "versicolor", "virginica"]
    right = np.array(["virginica", "setosa", "versicolor"])[y]
    assert np.mean(fitted.predict(X) == right) > 0.9
    np.testing.assert_array_equal(fitted.classes_[fitted.predict_proba(X).argmax(axis=1)], fitted.predict(X))


@pytest.mark.parametrize("estimator", ALL, **names)
def test_one_class_is_refused_by_its_name(estimator):
    with pytest.raises(ValueError, match=r"^fit: y holds one class, 'a', expected two or more$"):
        clone(estimator).fit([[0.0], [1.0]], ["a", "a"])


def test_logistic_regression_refuses_a_third_class(iris):
    with pytest.raises(ValueError, match=r"^fit: y holds 3 classes. Only binary classification .* SoftmaxRegression"):
        LogisticRegression().fit(*iris)


@pytest.mark.parametrize("estimator", ALL, **names)
def test_measured_numbers_are_no_labels(estimator):
    with pytest.raises(ValueError, match="Unknown label type: continuous"):
        clone(estimator).fit([[0.0], [1.0]], [0.5, 0.25])


@pytest.mark.parametrize("estimator", ALL, **names)
@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_is_not_finite_is_refused(estimator, wrong, overlapping):
    X, y = overlapping
    with pytest.raises(ValueError, match="Input X contains"):
        clone(estimator).fit(np.full_like(X, wrong), y)
    with pytest.raises(ValueError, match="Input X contains"):
        clone(estimator).fit(X, y).predict(np.full_like(X, wrong))


# The optimum, or its absence


@pytest.mark.parametrize("estimator", LINEAR, **names)
def test_separable_classes_have_an_optimum_by_default(estimator):
    X, y = [[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]
    fitted = clone(estimator).fit(X, y)
    assert fitted.score(X, y) == 1
    assert fitted.gradient_norm_ <= fitted.tol


@pytest.mark.parametrize(
    ("estimator", "error"),
    [(LogisticRegression(l2=0.0), logistic.NoOptimum), (SoftmaxRegression(l2=0.0), newton.NoOptimum)],
)
def test_no_optimum_surfaces_unchanged(estimator, error):
    with pytest.raises(error, match=r"^fit: .* separates? the classes: every example is on its own side") as raised:
        estimator.fit([[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1])
    assert type(raised.value) is error


@pytest.mark.parametrize("model", [LogisticRegression, SoftmaxRegression])
@pytest.mark.parametrize("wrong", [{"l2": -1.0}, {"l2": np.inf}, {"tol": 0.0}])
def test_a_wrong_penalty_or_tolerance_is_said_at_fit(model, wrong, overlapping):
    with pytest.raises(ValueError, match=r"^fit: l2 = .* expected finite l2 >= 0 and tol > 0"):
        model(**wrong).fit(*overlapping)


# Precision and stability


@pytest.mark.parametrize("estimator", ALL, **names)
def test_predictions_have_the_precision_of_their_examples(estimator, overlapping):
    X, y = overlapping
    single = X.astype(np.float32)
    for fitted in clone(estimator).fit(X, y), clone(estimator).fit(single, y):
        for rows, dtype in (X, np.float64), (single, np.float32), ((10 * X).astype(int), np.float64):
            for method in "decision_function", "predict_proba", "predict_log_proba":
                assert getattr(fitted, method)(rows).dtype == dtype
        np.testing.assert_allclose(fitted.predict_proba(single), fitted.predict_proba(X), atol=1e-5)


@pytest.mark.parametrize("estimator", LINEAR, **names)
def test_single_precision_is_fitted_in_double(estimator):
    """A derivative of 1e-6 is beyond float32 where features are large."""
    X, y = load_breast_cancer(return_X_y=True)
    X = X[:, :5].astype(np.float32)
    single, double = clone(estimator).fit(X, y), clone(estimator).fit(X.astype(np.float64), y)
    assert single.coef_.dtype == np.float64
    np.testing.assert_array_equal(single.coef_, double.coef_)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("estimator", ALL, **names)
def test_far_from_the_boundary_nothing_is_lost(estimator, dtype, overlapping):
    fitted = clone(estimator).fit(*overlapping)
    far = np.array([[1e4, -1e4], [-1e4, 1e4]], dtype=dtype)
    z, logs, A = fitted.decision_function(far), fitted.predict_log_proba(far), fitted.predict_proba(far)
    assert z[0] > 100
    assert z[1] < -100
    np.testing.assert_array_equal(A, np.eye(2)[::-1])
    np.testing.assert_allclose(logs[[0, 1], [0, 1]], -abs(z), rtol=10 * np.finfo(dtype).eps)
    np.testing.assert_array_equal(logs[[0, 1], [1, 0]], [0, 0])


@pytest.mark.parametrize("estimator", ALL, **names)
def test_small_probabilities_keep_their_digits(estimator, overlapping):
    """At |z| near 40 the other class has 4e-18, and the logarithm of the likely one is not 0."""
    fitted = clone(estimator).fit(*overlapping)
    z = fitted.decision_function([[1.0, -1.0]]) - fitted.decision_function([[0.0, 0.0]])
    far = np.array([[1.0, -1.0]]) * 40 / z
    z = fitted.decision_function(far)
    assert 30 < z[0] < 50
    np.testing.assert_allclose(fitted.predict_proba(far)[:, 0], np.exp(-z), rtol=1e-12)
    np.testing.assert_allclose(fitted.predict_log_proba(far), np.stack([-z, -np.exp(-z)], axis=1), rtol=1e-12)


def test_logarithms_of_several_classes(iris):
    X, y = iris
    for estimator in SEVERAL:
        fitted = clone(estimator).fit(X, y)
        np.testing.assert_allclose(fitted.predict_log_proba(X), np.log(fitted.predict_proba(X)), atol=1e-12)
        assert np.all(np.isfinite(fitted.predict_log_proba(1e4 * X)))


# Networks: training, streams, and what they refuse


def test_the_seed_decides_the_network(overlapping):
    X, y = overlapping
    first, same, other = (NetworkClassifier(epochs=3, batch=10, seed=seed).fit(X, y).costs_ for seed in (0, 0, 1))
    assert first == same
    assert first[0] != other[0]


def test_costs_are_those_of_the_start_and_of_each_epoch(overlapping):
    model = NetworkClassifier(epochs=20).fit(*overlapping)
    assert len(model.costs_) == 21
    assert model.costs_[-1] < model.costs_[0]


def test_a_batch_larger_than_the_data_is_the_data(overlapping):
    X, y = overlapping
    large, whole = (NetworkClassifier(epochs=3, batch=batch).fit(X, y).costs_ for batch in (10**6, len(X)))
    assert large == whole


def test_a_stream_of_parts_is_learned():
    """Four times through, thirty rows a call; and the same calls give the same network."""
    examples = gaussians(np.array([[0.0, 4.0, 0.0], [0.0, 0.0, 4.0]]), np.eye(2), (100, 100, 100), seed=0)
    X, y = examples.X.T, np.array(["a", "b", "c"])[examples.y]
    order = np.random.default_rng(0).permutation(300)

    def streamed():
        model = NetworkClassifier(hidden=(8,), step=0.3, batch=10)
        for i in range(0, 1200, 30):
            some = order[i % 300 : i % 300 + 30]
            model.partial_fit(X[some], y[some], classes=["c", "a", "b"] if i == 0 else None)
        return model

    model = streamed()
    assert model.classes_.tolist() == ["a", "b", "c"]
    assert len(model.costs_) == 2
    assert model.score(X, y) > 0.95
    np.testing.assert_array_equal(model.predict_proba(X), streamed().predict_proba(X))


@pytest.mark.parametrize("batch", [7, 10**6])
def test_calls_of_partial_fit_are_the_epochs_of_fit(overlapping, batch):
    X, y = overlapping
    whole, parts = (NetworkClassifier(hidden=(5,), epochs=3, batch=batch) for _ in range(2))
    whole.fit(X, y)
    for _ in range(3):
        parts.partial_fit(X, y, classes=[0, 1])
    np.testing.assert_array_equal(parts.predict_proba(X), whole.predict_proba(X))
    assert parts.costs_ == whole.costs_[-2:]


def test_partial_fit_goes_on_after_fit_and_after_a_pickle(overlapping):
    X, y = overlapping
    short, long = NetworkClassifier(epochs=2, batch=9).fit(X, y), NetworkClassifier(epochs=4, batch=9).fit(X, y)
    short.partial_fit(X, y)
    again = pickle.loads(pickle.dumps(short)).partial_fit(X, y)
    np.testing.assert_array_equal(again.predict_proba(X), long.predict_proba(X))


def test_fit_forgets_what_was_learned_before(overlapping, iris):
    X, y = overlapping
    model = NetworkClassifier(epochs=2).fit(*iris).fit(X, y)
    np.testing.assert_array_equal(model.predict_proba(X), NetworkClassifier(epochs=2).fit(X, y).predict_proba(X))


def test_partial_fit_takes_either_precision(overlapping):
    X, y = overlapping
    model = NetworkClassifier().partial_fit(X.astype(np.float32), y, classes=[0, 1])
    assert model.parameters_[0][0].dtype == np.float32
    assert model.partial_fit(X, y).parameters_[0][0].dtype == np.float64


def test_partial_fit_refuses_what_does_not_fit():
    X, y = [[0.0], [1.0]], ["a", "b"]
    with pytest.raises(ValueError, match=r"^partial_fit: classes is None, expected all classes in the first call$"):
        NetworkClassifier().partial_fit(X, y)
    with pytest.raises(ValueError, match=r"^partial_fit: classes = \['a'\], expected two or more$"):
        NetworkClassifier().partial_fit(X, y, classes=["a"])
    model = NetworkClassifier().partial_fit(X, y, classes=["a", "b"])
    with pytest.raises(ValueError, match=r"^partial_fit: classes = \['a', 'c'\], expected \['a', 'b'\] as before$"):
        model.partial_fit(X, y, classes=["a", "c"])
    with pytest.raises(ValueError, match=r"^partial_fit: y holds 'c', expected one of \['a', 'b'\]$"):
        model.partial_fit(X, ["a", "c"])
    with pytest.raises(ValueError, match="X has 2 features, but NetworkClassifier is expecting 1"):
        model.partial_fit([[0.0, 1.0]], ["a"])


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"hidden": 16}, TypeError, r"^fit: hidden = 16, expected a sequence of widths, such as \(16,\)$"),
        ({"hidden": (0,)}, ValueError, "width = 0, expected an integer of at least 1"),
        ({"step": 0.0}, ValueError, "step = 0.0, expected a positive number"),
        ({"batch": 0}, ValueError, "batch = 0, expected an integer from 1"),
        ({"batch": 2.5}, ValueError, "batch = 2.5, expected an integer from 1"),
        ({"epochs": -1}, ValueError, "epochs = -1, expected an integer of 0 or more"),
        ({"step": 1e200}, FloatingPointError, "the descent diverges, expected a smaller step"),
    ],
)
def test_a_plan_that_cannot_work_is_said_at_fit(wrong, error, message, overlapping):
    with pytest.raises(error, match=message):
        NetworkClassifier(**wrong).fit(*overlapping)


def test_without_epochs_the_first_weights_stay(overlapping):
    model = NetworkClassifier(epochs=0, seed=5).fit(*overlapping)
    (W, _), *_ = model.network_.init((2,), seed=5)
    np.testing.assert_array_equal(model.parameters_[0][0], W)
    assert len(model.costs_) == 1


def test_progress_shows_a_bar(overlapping, capsys):
    NetworkClassifier(epochs=2).fit(*overlapping)
    assert capsys.readouterr().err == ""
    NetworkClassifier(epochs=2, progress=True).fit(*overlapping)
    assert "training" in capsys.readouterr().err


def test_the_columns_of_the_library_become_rows_by_transposing():
    """What `unity.datasets` gives needs no more than .T."""
    tumours = breast_cancer()
    X = standardise(tumours.X).X
    model = LogisticRegression().fit(X.T, tumours.y)
    w, *_ = logistic.fit(X, tumours.Y.astype(float), l2=0.01)
    np.testing.assert_array_equal(model.coef_, w.T)
    assert model.score(X.T, tumours.y) > 0.98

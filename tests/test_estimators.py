"""The estimators keep scikit-learn's contract, and behind the door they are the library's own models."""

import pickle

import numpy as np
import pandas
import pytest
import scipy.sparse
import sklearn.linear_model
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.ensemble import AdaBoostClassifier, BaggingClassifier
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from unity import activations, logistic, newton, softmax
from unity.arrays import one_hot
from unity.datasets import breast_cancer, gaussians, moons, standardise
from unity.estimators import LogisticRegression, NetworkClassifier, SoftmaxRegression
from unity.estimators.linear import L2
from unity.families import BERNOULLI, CATEGORICAL
from unity.layers import Elementwise, dense
from unity.network import Network
from unity.network.training import Stopped

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


@parametrize_with_checks([*ALL, NetworkClassifier(hidden=(), epochs=300)])
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
    np.testing.assert_array_equal(model.predict(X), logistic.decide(w, b, X.T))


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
    model = NetworkClassifier(hidden=hidden, step=0.05, batch=20, epochs=4, random_state=7).fit(X, y)
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
    first, same, other = (
        NetworkClassifier(epochs=3, batch=10, random_state=seed).fit(X, y).costs_ for seed in (0, 0, 1)
    )
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
        model.partial_fit(X, ["d", "c"])
    with pytest.raises(ValueError, match="X has 2 features, but NetworkClassifier is expecting 1"):
        model.partial_fit([[0.0, 1.0]], ["a"])


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"hidden": 16}, TypeError, r"^fit: hidden = 16, expected a sequence of widths, such as \(16,\)$"),
        ({"hidden": (0,)}, ValueError, "width = 0, expected an integer of at least 1"),
        ({"step": 0.0}, ValueError, "step = 0.0, expected a positive number"),
        ({"batch": 0}, ValueError, "batch = 0, expected an integer of 1 or more"),
        ({"batch": 2.5}, ValueError, "batch = 2.5, expected an integer of 1 or more"),
        ({"epochs": -1}, ValueError, "epochs = -1, expected an integer of 0 or more"),
        ({"step": 1e200}, FloatingPointError, "the descent diverges, expected a smaller step"),
        ({"step": "a"}, ValueError, "step = 'a', expected a positive number"),
        ({"batch": None}, ValueError, "batch = None, expected an integer of 1 or more"),
        ({"early_stopping": True, "patience": 0}, ValueError, "patience = 0, expected an integer of 1 or more"),
        ({"early_stopping": True, "validation_fraction": 2.0}, ValueError, "test_size"),
        ({"random_state": "a"}, TypeError, "SeedSequence"),
    ],
)
def test_a_plan_that_cannot_work_is_said_at_fit(wrong, error, message, overlapping):
    with pytest.raises(error, match=message):
        NetworkClassifier(**wrong).fit(*overlapping)


def test_without_epochs_the_first_weights_stay(overlapping):
    model = NetworkClassifier(epochs=0, random_state=5).fit(*overlapping)
    (W, _), *_ = model.network_.init((2,), seed=5)
    np.testing.assert_array_equal(model.parameters_[0][0], W)
    assert len(model.costs_) == 1


@pytest.mark.parametrize("kind", [int, np.int8, bool])
@pytest.mark.parametrize("estimator", ALL, **names)
def test_integers_are_numbers(estimator, kind):
    X, y = np.array([[0, 1], [1, 1], [1, 0], [0, 0], [1, 1], [0, 1]]), [0, 1, 1, 0, 0, 1]
    fitted, plain = clone(estimator).fit(X.astype(kind), y), clone(estimator).fit(X.astype(float), y)
    np.testing.assert_array_equal(fitted.predict_proba(X.astype(kind)), plain.predict_proba(X.astype(float)))


@pytest.mark.parametrize("estimator", ALL, **names)
def test_sparse_rows_are_refused_with_advice_that_works(estimator, overlapping):
    X, y = overlapping
    sparse = scipy.sparse.csr_array(X)
    with pytest.raises(TypeError, match=r"Sparse data was passed .*toarray\(\)"):
        clone(estimator).fit(sparse, y)
    fitted = clone(estimator).fit(sparse.toarray(), y)
    with pytest.raises(TypeError, match=r"toarray\(\)"):
        fitted.predict(sparse)
    np.testing.assert_array_equal(fitted.predict(sparse.toarray()), clone(estimator).fit(X, y).predict(X))


def test_the_penalty_of_both_by_default_stands_in_one_place():
    assert LogisticRegression().l2 == SoftmaxRegression().l2 == L2 == 0.01


# Ensembles, whose members scikit-learn gives a random_state each


def test_members_of_an_ensemble_differ(overlapping):
    """On the same rows: by their own random_state, and the same in every run."""
    X, y = overlapping

    def members(seed):
        bag = BaggingClassifier(NetworkClassifier(epochs=3), n_estimators=4, bootstrap=False, random_state=seed)
        return [member.predict_proba(X)[:, 1] for member in bag.fit(X, y).estimators_]

    A = np.array(members(0))
    assert np.ptp(A, axis=0).max() > 0.05
    assert len({tuple(a) for a in A}) == 4
    np.testing.assert_array_equal(members(0), A)
    assert not np.array_equal(members(1), A)


def test_every_kind_of_random_state(overlapping):
    X, y = overlapping

    def costs(random_state):
        return NetworkClassifier(epochs=2, batch=10, random_state=random_state).fit(X, y).costs_

    assert costs(np.random.RandomState(3)) == costs(np.random.RandomState(3)) != costs(np.random.RandomState(4))
    assert costs(np.random.default_rng(3)) == costs(3) != costs(4)
    assert costs(None) != costs(None)
    one = np.random.RandomState(3)
    assert costs(one) != costs(one)


def test_boosting_reads_what_no_member_reads():
    """Each round weighs the rows that were misread: fifteen networks of two neurons, trained for a short time."""
    examples = moons(300, seed=0)
    X, y = examples.X.T, examples.y
    weak = NetworkClassifier(hidden=(2,), step=1.0, batch=300, epochs=60)
    together = AdaBoostClassifier(weak, n_estimators=15, random_state=0).fit(X, y)
    assert len(together.estimators_) == 15
    assert together.score(X, y) > clone(weak).fit(X, y).score(X, y) + 0.05


@pytest.mark.parametrize("weak", [LogisticRegression(l2=1.0), SoftmaxRegression(l2=2.0)], **names)
def test_boosting_of_linear_models(weak, overlapping):
    """Each round weighs the rows anew; the models are those that the weights of the rounds give."""
    X, y = overlapping
    together = AdaBoostClassifier(weak, n_estimators=5, random_state=0).fit(X, y)
    first, second = together.estimators_[:2]
    wrong = first.predict(X) != y
    np.testing.assert_array_equal(first.predict_proba(X), clone(weak).fit(X, y).predict_proba(X))
    again = clone(weak).fit(X, y, sample_weight=np.where(wrong, np.exp(together.estimator_weights_[0]), 1.0))
    np.testing.assert_allclose(second.predict_proba(X), again.predict_proba(X), rtol=1e-9)


# Weights


@pytest.mark.parametrize("l2", [0.0, 0.1])
@pytest.mark.parametrize("model", [LogisticRegression, SoftmaxRegression])
def test_a_weight_of_a_row_is_how_often_it_stands_there(model, l2, overlapping):
    X, y = overlapping
    often = np.random.default_rng(0).integers(0, 4, len(y))
    weighted = model(l2=l2).fit(X, y, sample_weight=often)
    repeated = model(l2=l2).fit(np.repeat(X, often, axis=0), np.repeat(y, often))
    np.testing.assert_allclose(weighted.decision_function(X), repeated.decision_function(X), atol=1e-9)
    assert np.abs(model(l2=l2).fit(X, y).decision_function(X) - weighted.decision_function(X)).max() > 1e-2


@pytest.mark.parametrize(
    ("class_weight", "given"), [("balanced", None), ({0: 1.0, 1: 4.0}, None), ({0: 1.0, 1: 4.0}, "uneven")]
)
def test_weights_of_classes_equal_scikit_learn(class_weight, given, overlapping):
    """Its C stands before the sum of the weighted losses: C = 1 / (l2 times the sum of the weights)."""
    X, y = overlapping
    uneven = None if given is None else np.random.default_rng(0).uniform(0.2, 3, len(y))
    counts = {0: 100 / 80, 1: 100 / 120} if class_weight == "balanced" else class_weight
    weights = np.where(y == 0, counts[0], counts[1]) * (1.0 if uneven is None else uneven)
    theirs = scikit_learn(C=1 / (0.05 * weights.sum())).set_params(class_weight=class_weight)
    theirs.fit(X, y, sample_weight=uneven)
    one = LogisticRegression(l2=0.05, tol=1e-10, class_weight=class_weight).fit(X, y, sample_weight=uneven)
    two = SoftmaxRegression(l2=0.1, tol=1e-10, class_weight=class_weight).fit(X, y, sample_weight=uneven)
    for ours in one, two:
        np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-5)
        np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-6)


def test_balanced_classes_of_three_equal_scikit_learn(iris):
    X, y = (array[np.r_[0:50, 50:80, 100:110]] for array in iris)
    ours = SoftmaxRegression(l2=0.05, tol=1e-10, class_weight="balanced").fit(X, y)
    theirs = scikit_learn(C=1 / (0.05 * len(y))).set_params(class_weight="balanced").fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-5)


@pytest.mark.parametrize("estimator", LINEAR, **names)
def test_weights_of_linear_models_that_are_none(estimator, overlapping):
    X, y = overlapping
    for wrong, message in (
        (-np.ones(100), "fit: weights holds a negative number"),
        (np.zeros(100), "weights holds a negative number, or zeros only|at least one non-zero"),
        (np.full(100, np.nan), "contains NaN"),
        (np.ones(99), "shape"),
    ):
        with pytest.raises(ValueError, match=message):
            clone(estimator).fit(X, y, sample_weight=wrong)
    with pytest.raises(logistic.NoOptimum, match=r"fit: no (label|example)"):
        clone(estimator).fit(X, y, sample_weight=y)


@pytest.mark.parametrize("hidden", [(), (4,)])
@pytest.mark.parametrize("K", [2, 3])
def test_a_weight_of_three_is_a_row_met_three_times(iris, K, hidden):
    X, y = (array[iris[1] < K][::3] for array in iris)
    often = np.random.default_rng(0).integers(0, 4, len(y))
    plan = dict(hidden=hidden, step=0.1, batch=10**6, epochs=30)
    weighted = NetworkClassifier(**plan).fit(X, y, sample_weight=often)
    repeated = NetworkClassifier(**plan).fit(np.repeat(X, often, axis=0), np.repeat(y, often))
    np.testing.assert_allclose(weighted.costs_, repeated.costs_, rtol=1e-12)
    np.testing.assert_allclose(weighted.predict_proba(X), repeated.predict_proba(X), rtol=1e-9)
    larger = NetworkClassifier(**plan).fit(X, y, sample_weight=1e6 * often)
    np.testing.assert_allclose(larger.predict_proba(X), weighted.predict_proba(X), rtol=1e-9)
    plain = NetworkClassifier(**plan).fit(X, y)
    assert np.abs(plain.predict_proba(X) - weighted.predict_proba(X)).max() > 1e-3


def test_weights_at_the_optimum_equal_scikit_learn(overlapping):
    """A long descent of one neuron on weighted rows ends where scikit-learn's weighted regression does."""
    X, y = overlapping
    weights = np.random.default_rng(0).uniform(0.2, 3, len(y))
    model = NetworkClassifier(hidden=(), step=1.0, batch=1000, epochs=3000, class_weight={0: 1.0, 1: 4.0})
    model.fit(X, y, sample_weight=weights)
    theirs = sklearn.linear_model.LogisticRegression(
        C=np.inf, class_weight={0: 1.0, 1: 4.0}, solver="newton-cholesky", tol=1e-12, max_iter=1000
    ).fit(X, y, sample_weight=weights)
    np.testing.assert_allclose(model.predict_proba(X), theirs.predict_proba(X), atol=1e-6)


def test_balanced_classes_count_alike(overlapping):
    """40 and 60 rows: a weight of 100 / 80 and of 100 / 120."""
    X, y = overlapping
    plan = dict(epochs=5, batch=1000)
    balanced = NetworkClassifier(**plan, class_weight="balanced").fit(X, y)
    by_hand = NetworkClassifier(**plan).fit(X, y, sample_weight=np.where(y == 0, 1.25, 100 / 120))
    named = NetworkClassifier(**plan, class_weight={0: 3.0, 1: 2.0}).fit(X, y)
    np.testing.assert_allclose(balanced.costs_, by_hand.costs_, rtol=1e-13)
    np.testing.assert_allclose(balanced.costs_, named.costs_, rtol=1e-13)
    assert balanced.costs_ != NetworkClassifier(**plan).fit(X, y).costs_


@pytest.mark.parametrize("weights", [-np.ones(100), np.zeros(100)])
def test_weights_that_are_none(weights, overlapping):
    with pytest.raises(ValueError, match=r"weights holds a negative number|at least one non-zero"):
        NetworkClassifier(epochs=1).fit(*overlapping, sample_weight=weights)
    with pytest.raises(ValueError, match="shape"):
        NetworkClassifier(epochs=1).fit(*overlapping, sample_weight=weights[1:])


def test_weights_of_a_part(overlapping):
    X, y = overlapping
    s = np.random.default_rng(0).uniform(0, 2, len(y))
    whole = NetworkClassifier(epochs=1, batch=7).fit(X, y, sample_weight=s)
    part = NetworkClassifier(batch=7).partial_fit(X, y, classes=[0, 1], sample_weight=s)
    np.testing.assert_array_equal(part.predict_proba(X), whole.predict_proba(X))
    with pytest.raises(ValueError, match=r"^partial_fit: class_weight = 'balanced', expected a weight for each class"):
        NetworkClassifier(class_weight="balanced").partial_fit(X, y, classes=[0, 1])


# Early stopping, and going on


@pytest.mark.parametrize("weighted", [False, True])
def test_early_stopping_keeps_the_weights_of_the_least_cost_of_what_is_held_out(weighted):
    """The held-out rows have their share of each class; the first weights are those without early stopping."""
    examples = gaussians(np.array([[0.0, 1.0], [0.0, -1.0]]), np.eye(2), (60, 140), seed=0)
    X, y = examples.X.T, examples.y
    weights = np.random.default_rng(0).uniform(0, 2, 200) if weighted else None
    plan = dict(hidden=(32,), step=1.0, batch=10, epochs=500)
    model = NetworkClassifier(**plan, early_stopping=True, validation_fraction=0.25, patience=5)
    model.fit(X, y, sample_weight=weights)
    assert model.stopped_ is Stopped.PATIENCE
    assert len(model.costs_) == len(model.validation_costs_) == model.best_epoch_ + 5 + 1 < 501
    assert model.best_epoch_ == np.argmin(model.validation_costs_)
    # 50 of 200 rows are held out, 15 of the first class: the cost of the best epoch is theirs and no others'.
    again = NetworkClassifier(**plan | {"epochs": 0}, early_stopping=True, validation_fraction=0.25)
    start = again.fit(X, y, sample_weight=weights)
    assert start.validation_costs_ == model.validation_costs_[:1]
    plain = NetworkClassifier(**plan | {"epochs": 3}).fit(X, y)
    assert (plain.validation_costs_, plain.best_epoch_, plain.stopped_) == (None, 3, Stopped.EPOCHS)


def test_what_is_held_out_is_not_learned_from():
    """Two rows a class, half of them held out: after many epochs the others are read, and of those nothing is known."""
    X, y = np.eye(4), [0, 0, 1, 1]
    model = NetworkClassifier(hidden=(), step=1.0, epochs=50, early_stopping=True, validation_fraction=0.5, patience=60)
    model.fit(X, y)
    assert model.costs_[-1] < 0.1
    # One pixel each: the weights of the pixels that are held out stay, and only b moves their cost.
    start = NetworkClassifier(hidden=(), epochs=0).fit(X, y).parameters_[0][0]
    assert (model.parameters_[0][0] == start).sum() == (2 if model.best_epoch_ else 4)


def test_a_warm_start_goes_on(overlapping):
    X, y = overlapping
    cold, long = NetworkClassifier(epochs=2, batch=9), NetworkClassifier(epochs=6, batch=9)
    warm = clone(cold).set_params(warm_start=True)
    for _ in range(3):
        warm.fit(X, y)
    np.testing.assert_array_equal(warm.predict_proba(X), long.fit(X, y).predict_proba(X))
    assert warm.costs_ == long.costs_[-3:]
    np.testing.assert_array_equal(cold.fit(X, y).fit(X, y).predict_proba(X), cold.fit(X, y).predict_proba(X))


def test_a_warm_start_refuses_another_model(overlapping, iris):
    X, y = overlapping
    warm = NetworkClassifier(epochs=1, warm_start=True).fit(X, y)
    with pytest.raises(ValueError, match=r"^fit: y holds the classes \[1, 2\], expected \[0, 1\] as before"):
        warm.fit(X, y + 1)
    with pytest.raises(ValueError, match=r"^fit: hidden = \(3,\), expected the layers of before \(warm_start\)"):
        clone(warm).fit(X, y).set_params(hidden=(3,)).fit(X, y)
    with pytest.raises(ValueError, match="X has 4 features, but NetworkClassifier is expecting 2"):
        warm.fit(*iris)


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


def test_what_is_meant_where_nothing_is_said():
    for made in (LogisticRegression(), SoftmaxRegression()):
        assert made.get_params() == {"l2": L2, "tol": 1e-6, "class_weight": None}
    told = NetworkClassifier().get_params()
    assert (told["hidden"], told["patience"]) == ((16,), 10)

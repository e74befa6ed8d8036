"""JAX in its two usual forms: one compiled step called from Python, and a compiled whole epoch.

The second keeps Python out of the loop and so is JAX at its best, when the data fit beside it.
"""

from common import WORKLOADS, arguments, data, measure, measure_product, report, result

options = arguments()
import os  # noqa: E402

os.environ["JAX_PLATFORMS"] = "cpu"
if options.threads == 1:
    os.environ["XLA_FLAGS"] = " ".join([
        os.environ.get("XLA_FLAGS", ""), "--xla_cpu_multi_thread_eigen=false",
        "intra_op_parallelism_threads=1"])
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402


def training(workload, whole_epoch):
    w = WORKLOADS[workload]
    inputs, labels = map(jnp.asarray, data(workload))
    rows, batch = len(inputs), w["batch"]
    activation = jnp.tanh if w["activation"] == "tanh" else jax.nn.relu
    key = jax.random.key(1)
    parameters = []
    for before, after in zip(w["sizes"], w["sizes"][1:]):
        key, part = jax.random.split(key)
        bound = (6 / (before + after)) ** 0.5
        parameters.append((jax.random.uniform(part, (before, after), minval=-bound, maxval=bound),
                           jnp.zeros(after)))

    def loss_of(parameters, x, y):
        for weights, biases in parameters[:-1]:
            x = activation(x @ weights + biases)
        weights, biases = parameters[-1]
        z = x @ weights + biases
        if z.shape[1] == 1:
            return jnp.mean(jax.nn.softplus(z[:, 0]) - y * z[:, 0])
        return jnp.mean(jax.nn.logsumexp(z, 1) - jnp.take_along_axis(z, y[:, None], 1)[:, 0])

    each = jax.tree_util.tree_map

    def update(state, x, y):
        p, m, v, t = state
        g = jax.grad(loss_of)(p, x, y)
        if w["optimizer"] == "sgd":
            return each(lambda p, g: p - w["lr"] * g, p, g), m, v, t
        t = t + 1
        m = each(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = each(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        step = w["lr"] / (1 - 0.9**t)
        root = jnp.sqrt(1 - 0.999**t)
        p = each(lambda p, m, v: p - step * m / (jnp.sqrt(v) / root + 1e-8), p, m, v)
        return p, m, v, t

    @jax.jit
    def step(state, chosen):
        return update(state, inputs[chosen], labels[chosen])

    @jax.jit
    def shuffled(key):
        return jax.random.permutation(key, rows)

    whole = rows // batch * batch

    @jax.jit
    def epoch(state, key):
        order = jax.random.permutation(key, rows)
        state, _ = jax.lax.scan(
            lambda state, chosen: (update(state, inputs[chosen], labels[chosen]), None),
            state, order[:whole].reshape(-1, batch))
        if whole < rows:
            state = update(state, inputs[order[whole:]], labels[order[whole:]])
        return state

    zeros = each(jnp.zeros_like, parameters)
    run = dict(state=(parameters, zeros, zeros, jnp.zeros(())), key=key)

    def epochs(count):
        state = run["state"]
        for _ in range(count):
            run["key"], part = jax.random.split(run["key"])
            if whole_epoch:
                state = epoch(state, part)
            else:
                order = jax.device_get(shuffled(part))
                for first in range(0, rows, batch):
                    state = step(state, order[first : first + batch])
        run["state"] = jax.block_until_ready(state)

    samples = measure(epochs, workload)
    loss = loss_of(run["state"][0], inputs, labels)
    name = "JAX, whole epoch compiled" if whole_epoch else "JAX, step compiled"
    return result(name, jax.__version__, workload, options.threads, samples, loss=loss)


def product():
    w = WORKLOADS["product"]
    a = jnp.ones((w["rows"], w["depth"])) * 0.5
    b = jnp.ones((w["depth"], w["columns"])) * 0.5
    multiply = jax.jit(jnp.matmul)
    samples = measure_product(lambda: multiply(a, b).block_until_ready())
    return result("JAX", jax.__version__, "product", options.threads, samples)


if options.workload == "product":
    report([product()])
else:
    report([training(options.workload, whole) for whole in (False, True)])

"""S1's networks in PyTorch: one expert, several one after the other or as one batched product, scoring, and the whole system.

Rows are tensors indexed by a permutation (no DataLoader), gradients are dropped rather than zeroed, Adam is offered with and without
its multi-tensor form, denormals are flushed: what a careful user of PyTorch would write.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from serve import serve


def mlp(dims, dropout):
    layers = []
    for inputs, outputs in zip(dims[:-2], dims[1:-1]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        if dropout > 0:
            layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers, nn.Linear(*dims[-2:]))


def adam(parameters, foreach):
    return torch.optim.Adam(parameters, 1e-3, foreach=foreach)


def epoch(model, optimizer, x, y, batch):
    order = torch.randperm(len(x))
    for start in range(0, len(x), batch):
        rows = order[start : start + batch]
        optimizer.zero_grad(set_to_none=True)
        binary_cross_entropy_with_logits(model(x[rows]), y[rows]).backward()
        optimizer.step()


def timed(work, amount):
    def measure():
        started = time.perf_counter()
        work()
        return amount / (time.perf_counter() - started)

    return measure


def train_mlp(rows, dims, batch, dropout, epochs, networks, foreach):
    """`networks` models of one output each, one after the other; rows/s counts the rows of all."""
    x = torch.rand(rows, dims[0]) * 4 - 2
    y = (torch.rand(networks, rows, dims[-1]) < 0.5).float()
    models = [mlp(dims, dropout) for _ in range(networks)]
    optimizers = [adam(model.parameters(), foreach) for model in models]

    def work():
        for _ in range(epochs):
            for k in range(networks):
                epoch(models[k], optimizers[k], x, y[k], batch)

    work()
    return timed(work, rows * networks * epochs)


def train_batched(rows, dims, batch, dropout, epochs, networks, foreach):
    """The same networks as one batched product over shared minibatches, as ours are."""
    x = torch.rand(rows, dims[0]) * 4 - 2
    y = (torch.rand(rows, networks) < 0.5).float()
    pairs = list(zip(dims, dims[1:]))
    weights = [nn.Parameter(torch.randn(networks, a, b) * (2 / a) ** 0.5) for a, b in pairs]
    biases = [nn.Parameter(torch.zeros(networks, 1, b)) for _, b in pairs]
    optimizer = adam([*weights, *biases], foreach)

    def step(rows_now):
        h = x[rows_now].expand(networks, -1, -1)
        for layer, (weight, bias) in enumerate(zip(weights, biases)):
            if layer > 0:
                h = nn.functional.dropout(torch.relu(h), dropout)
            h = torch.baddbmm(bias, h, weight)
        optimizer.zero_grad(set_to_none=True)
        loss = binary_cross_entropy_with_logits(h[:, :, 0].T, y[rows_now]) * networks
        loss.backward()
        optimizer.step()

    def work():
        for _ in range(epochs):
            order = torch.randperm(rows)
            for start in range(0, rows, batch):
                step(order[start : start + batch])

    work()
    return timed(work, rows * networks * epochs)


def in_place(net, x):
    """The same as net(x), layer by layer, with ReLU written over what it reads."""
    layers = [layer for layer in net if isinstance(layer, nn.Linear)]
    for layer in layers[:-1]:
        x = torch.relu_(torch.addmm(layer.bias, x, layer.weight.T))
    return torch.addmm(layers[-1].bias, x, layers[-1].weight.T)


def score_mixture(rows, features, hidden, classes, block, lean, hands=1):
    """Experts and gate over all rows in blocks, as probabilities; rows/s. `hands`: Python threads that share the rows."""
    x = torch.rand(rows, features) * 4 - 2
    experts = [mlp([features, *hidden, 1], 0).eval() for _ in range(classes)]
    gate = mlp([features, *hidden, classes], 0).eval()
    run = in_place if lean else lambda net, part: net(part)

    def score(first, last):
        parts = []
        with torch.inference_mode():
            for start in range(first, last, block):
                part = x[start : min(start + block, last)]
                said = torch.cat([run(expert, part) for expert in experts], 1)
                parts.append(torch.sigmoid_(said).mul_(torch.sigmoid_(run(gate, part))))
            return torch.cat(parts)

    if hands == 1:
        return warm(lambda: score(0, rows), rows)
    pool = ThreadPoolExecutor(hands)
    edges = [rows * i // hands for i in range(hands + 1)]
    return warm(lambda: torch.cat(list(pool.map(score, edges, edges[1:]))), rows)


def warm(work, amount):
    work()
    return timed(work, amount)


def split_rows(labels, classes):
    """70/15/15 by class: lists per class of training, validation and test rows."""
    parts = ([], [], [])
    for k in range(classes):
        own = torch.nonzero(labels == k)[:, 0]
        own = own[torch.randperm(len(own))]
        first, second = int(len(own) * 0.7), int(len(own) * 0.85)
        for part, rows in zip(parts, (own[:first], own[first:second], own[second:])):
            part.append(rows)
    return parts


def balance(lists):
    least = min(len(rows) for rows in lists)
    return [rows[:least] for rows in lists]


def lighten(lists, keep):
    return [rows if k == 0 else rows[: max(1, round(len(rows) * keep))] for k, rows in enumerate(lists)]


def train_system(x, labels, train, check, settings, foreach):
    """As published: each expert on its own class alone, the gate on everything with the best validation epoch kept."""
    classes, hidden, batch = len(train), settings["hidden"], settings["batch"]
    experts = []
    for k in range(classes):
        expert = mlp([x.shape[1], *hidden, 1], 0.2)
        optimizer = adam(expert.parameters(), foreach)
        own, fresh = x[train[k]], x[check[k]]
        for _ in range(settings["expertEpochs"]):
            epoch(expert.train(), optimizer, own, torch.ones(len(own), 1), batch)
            with torch.inference_mode():
                binary_cross_entropy_with_logits(expert.eval()(fresh), torch.ones(len(fresh), 1)).item()
        experts.append(expert.eval())
    rows, fresh = torch.cat(train), torch.cat(check)
    hot = nn.functional.one_hot(labels, classes).float()
    gate = mlp([x.shape[1], *hidden, classes], 0.2)
    optimizer = adam(gate.parameters(), foreach)
    xs, ys, check_x, check_y = x[rows], hot[rows], x[fresh], hot[fresh]
    best, kept = float("inf"), None
    for _ in range(settings["gateEpochs"]):
        epoch(gate.train(), optimizer, xs, ys, batch)
        with torch.inference_mode():
            loss = binary_cross_entropy_with_logits(gate.eval()(check_x), check_y).item()
        if loss < best:
            best, kept = loss, {name: value.clone() for name, value in gate.state_dict().items()}
    gate.load_state_dict(kept)
    return experts, gate.eval()


def whole_system(foreach, rows, features, classes, benign, **settings):
    """Table to decisions of the three protocols: split, two regimes, scaling, training, three tests. 1 ÷ seconds."""
    raw = torch.rand(rows, features) * 4 - 2
    edges = torch.arange(classes - 1) * ((1 - benign) / (classes - 1)) + benign
    labels = torch.bucketize(torch.rand(rows), edges)
    raw += torch.nn.functional.one_hot(labels, features).float()

    def work():
        train, check, test = split_rows(labels, classes)
        seen = torch.cat(train)
        x = (raw - raw[seen].mean(0)) / raw[seen].std(0)
        plain = train_system(x, labels, train, check, settings, foreach)
        even = train_system(x, labels, balance(train), balance(check), settings, foreach)
        tests = [(plain, test), (even, balance(test)), (even, lighten(test, 0.1))]
        with torch.inference_mode():
            for (experts, gate), lists in tests:
                part = x[torch.cat(lists)]
                said = torch.cat([expert(part) for expert in experts], 1)
                (torch.sigmoid(said) * torch.sigmoid(gate(part))).argmax(1)

    return timed(work, 1)


serve(
    {
        "train": train_mlp,
        "batched": train_batched,
        "score": score_mixture,
        "system": whole_system,
    }
)

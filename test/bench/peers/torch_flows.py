"""S2's published mixture in PyTorch: FT-Transformer on 47 columns, convolutions on 25, gate, classifier; training and scoring.

`lean` is written by hand: in the last block only the class token asks, as rtdl's FT-Transformer and ours do. Otherwise PyTorch's own
encoder layers are used. The bench takes whichever is faster.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import torch
from torch import nn
from torch.nn import functional as F

from serve import serve

TABULAR, TEMPORAL, WIDTH, HEADS, LAYERS, RATE = 47, 25, 128, 8, 3, 0.1


class LeanBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.feed_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.query, self.pair = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 2 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, last):
        rows, tokens, _ = x.shape
        y = self.norm(x)
        if last:
            x = x[:, :1]
        heads = lambda z: z.view(rows, -1, HEADS, WIDTH // HEADS).transpose(1, 2)
        q = heads(self.query(y[:, :1] if last else y)) * (WIDTH // HEADS) ** -0.5
        k, v = (heads(z) for z in self.pair(y).chunk(2, -1))
        weights = F.dropout(torch.softmax(q @ k.transpose(2, 3), -1), RATE, self.training)
        mixed = (weights @ v).transpose(1, 2).reshape(rows, -1, WIDTH)
        x = x + F.dropout(self.out(mixed), RATE, self.training)
        wide = F.dropout(torch.relu(self.up(self.feed_norm(x))), RATE, self.training)
        return x + F.dropout(self.down(wide), RATE, self.training)


class Mixture(nn.Module):
    def __init__(self, lean):
        super().__init__()
        self.lean = lean
        self.weight, self.bias = nn.Parameter(torch.randn(TABULAR, WIDTH) * 0.1), nn.Parameter(torch.zeros(TABULAR, WIDTH))
        self.token = nn.Parameter(torch.zeros(1, 1, WIDTH))
        own = lambda: nn.TransformerEncoderLayer(WIDTH, HEADS, 4 * WIDTH, RATE, "relu", batch_first=True, norm_first=True)
        self.blocks = nn.ModuleList([LeanBlock() if lean else own() for _ in range(LAYERS)])
        self.norm = nn.LayerNorm(WIDTH)
        convolutions, inputs = [], 1
        for outputs in (32, 64, 64):
            layer = [nn.Conv1d(inputs, outputs, 3, padding=1), nn.ReLU(), nn.BatchNorm1d(outputs), nn.Dropout(RATE)]
            convolutions += layer
            inputs = outputs
        self.convolutions, self.place = nn.Sequential(*convolutions), nn.Linear(64, WIDTH)
        step = lambda a, b: [nn.Linear(a, b), nn.ReLU(), nn.Dropout(RATE)]
        self.gate = nn.Sequential(*step(2 * WIDTH, 128), *step(128, 64), nn.Linear(64, 2))
        self.classifier = nn.Sequential(*step(WIDTH, WIDTH), nn.Linear(WIDTH, 2))

    def forward(self, x):
        h = torch.cat([self.token.expand(len(x), -1, -1), x[:, :TABULAR, None] * self.weight + self.bias], 1)
        for at, block in enumerate(self.blocks):
            h = block(h, at == LAYERS - 1) if self.lean else block(h)
        tabular = self.norm(h[:, 0])
        temporal = self.place(self.convolutions(x[:, None, TABULAR:]).mean(2))
        gate = torch.softmax(self.gate(torch.cat([tabular, temporal], 1)), 1)
        return self.classifier(gate[:, :1] * tabular + gate[:, 1:] * temporal)


def table(rows):
    x = torch.rand(rows, TABULAR + TEMPORAL) * 4 - 2
    return x, (x[:, 0] + x[:, 50] > 0).long()


def train(rows, batch, epochs, lean, foreach):
    """Steps a second."""
    model, (x, y) = Mixture(lean), table(rows)
    optimizer = torch.optim.Adam(model.parameters(), 1e-4, foreach=foreach)
    heavy = torch.tensor([0.68, 1.89])

    def measure():
        started = time.perf_counter()
        for _ in range(epochs):
            order = torch.randperm(rows)
            for start in range(0, rows, batch):
                now = order[start : start + batch]
                optimizer.zero_grad(set_to_none=True)
                F.cross_entropy(model(x[now]), y[now], weight=heavy).backward()
                optimizer.step()
        return epochs * (rows // batch) / (time.perf_counter() - started)

    measure()
    return measure


def score(rows, block, lean, hands=1):
    """Rows a second, as probabilities. `hands`: Python threads that share the rows."""
    model, (x, _) = Mixture(lean).eval(), table(rows)
    pool = ThreadPoolExecutor(hands) if hands > 1 else None

    def run(first, last):
        with torch.inference_mode():
            starts = range(first, last, block)
            return torch.cat([torch.softmax(model(x[at : min(at + block, last)]), 1) for at in starts])

    def measure():
        started = time.perf_counter()
        edges = [rows * i // hands for i in range(hands + 1)]
        torch.cat(list(pool.map(run, edges, edges[1:]))) if pool else run(0, rows)
        return rows / (time.perf_counter() - started)

    measure()
    return measure


serve({"train": train, "score": score})

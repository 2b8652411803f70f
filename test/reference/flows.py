"""Figures of the flow network from PyTorch's own layers, for test/unit/models/flows/reference.test.ts.

    /usr/bin/python3 test/reference/flows.py > test/reference/flows.json      (Debian: python3-torch; made with 1.13)

5 tabular and 6 temporal columns, width 16, 4 heads, 3 blocks, soft gate, no dropout. Weights and rows follow formulas that
the test repeats: number i of array a is 0.25 sin(1.3 a + 0.37 i), scales and variances 1 more; number i of x is 1.5 sin(0.9 i).
"""
import json, math, torch, torch.nn as nn, torch.nn.functional as F

WIDTH, HEADS, LAYERS, TAB, TMP, CLASSES, ROWS = 16, 4, 3, 5, 6, 2, 7
CHANNELS = [1, 32, 64, 64]
torch.set_num_threads(1)


def names():
    """Names and shapes in the order of initFlows: linear weights are [inputs, outputs]."""
    out = [('tabular.class', [1, WIDTH]), ('tabular.token.weight', [TAB, WIDTH]), ('tabular.token.bias', [TAB, WIDTH])]
    lin = lambda n, i, o: out.extend([(n + '.weight', [i, o]), (n + '.bias', [o])])
    norm = lambda n, w: out.extend([(n + '.scale', [w]), (n + '.shift', [w])])
    for l in range(LAYERS):
        b = 'tabular.%d' % l
        norm(b + '.attention', WIDTH)
        for r in ('query', 'key', 'value', 'out'): lin('%s.%s' % (b, r), WIDTH, WIDTH)
        norm(b + '.feed', WIDTH); lin(b + '.up', WIDTH, 4 * WIDTH); lin(b + '.down', 4 * WIDTH, WIDTH)
    norm('tabular.norm', WIDTH)
    for l in range(3): lin('temporal.%d' % l, 3 * CHANNELS[l], CHANNELS[l + 1]); norm('temporal.%d.norm' % l, CHANNELS[l + 1])
    lin('temporal.out', 64, WIDTH)
    for l, (i, o) in enumerate([(2 * WIDTH, 128), (128, 64), (64, 2)]): lin('gate.%d' % l, i, o)
    lin('classifier.0', WIDTH, WIDTH); lin('classifier.1', WIDTH, CLASSES)
    for l in range(3): out.extend([('temporal.%d.mean' % l, [CHANNELS[l + 1]]), ('temporal.%d.variance' % l, [CHANNELS[l + 1]])])
    return out


def value(index, name, shape):
    n = math.prod(shape)
    one = 1.0 if name.endswith(('.scale', '.variance')) else 0.0
    return torch.tensor([one + 0.25 * math.sin(1.3 * index + 0.37 * i) for i in range(n)], dtype=torch.float32).reshape(shape)


class Net(nn.Module):
    def __init__(s):
        super().__init__()
        s.W, s.b, s.cls = (nn.Parameter(torch.zeros(*d)) for d in ((TAB, WIDTH), (TAB, WIDTH), (1, WIDTH)))
        s.hidden = nn.Parameter(torch.zeros(1, WIDTH)); s.rebuild = nn.Linear(WIDTH, TAB)
        s.enc = nn.ModuleList([nn.TransformerEncoderLayer(WIDTH, HEADS, 4 * WIDTH, 0.0, 'relu', batch_first=True, norm_first=True) for _ in range(LAYERS)])
        s.norm = nn.LayerNorm(WIDTH)
        s.conv = nn.ModuleList([nn.Conv1d(CHANNELS[i], CHANNELS[i + 1], 3, padding=1) for i in range(3)])
        s.bn = nn.ModuleList([nn.BatchNorm1d(c) for c in CHANNELS[1:]])
        s.out = nn.Linear(64, WIDTH)
        s.gate = nn.Sequential(nn.Linear(2 * WIDTH, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 2))
        s.head = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, CLASSES))

    def tabular(s, x, seen=None):
        z = x[:, :, None] * s.W + s.b
        if seen is not None: z = (x * seen)[:, :, None] * s.W + s.b + (1 - seen)[:, :, None] * s.hidden
        z = torch.cat([s.cls.expand(len(x), 1, -1), z], 1)
        for l in s.enc: z = l(z)
        return s.norm(z[:, 0])

    def forward(s, x):
        z, y = s.tabular(x[:, :TAB]), x[:, None, TAB:]
        for c, b in zip(s.conv, s.bn): y = b(F.relu(c(y)))
        t = s.out(y.mean(2)); w = torch.softmax(s.gate(torch.cat([z, t], 1)), 1)
        return s.head(w[:, :1] * z + w[:, 1:] * t), w


def load(m):
    w = {n: value(i, n, d) for i, (n, d) in enumerate(names())}
    put = lambda p, v: p.data.copy_(v)
    lin = lambda mod, n: (put(mod.weight, w[n + '.weight'].T), put(mod.bias, w[n + '.bias']))
    norm = lambda mod, n: (put(mod.weight, w[n + '.scale']), put(mod.bias, w[n + '.shift']))
    put(m.W, w['tabular.token.weight']); put(m.b, w['tabular.token.bias']); put(m.cls, w['tabular.class'])
    for l, e in enumerate(m.enc):
        b = 'tabular.%d.' % l
        put(e.self_attn.in_proj_weight, torch.cat([w[b + r + '.weight'].T for r in ('query', 'key', 'value')]))
        put(e.self_attn.in_proj_bias, torch.cat([w[b + r + '.bias'] for r in ('query', 'key', 'value')]))
        lin(e.self_attn.out_proj, b + 'out'); lin(e.linear1, b + 'up'); lin(e.linear2, b + 'down')
        norm(e.norm1, b + 'attention'); norm(e.norm2, b + 'feed')
    norm(m.norm, 'tabular.norm'); lin(m.out, 'temporal.out')
    for l in range(3):
        n = 'temporal.%d' % l
        put(m.conv[l].weight, w[n + '.weight'].reshape(3, CHANNELS[l], CHANNELS[l + 1]).permute(2, 1, 0)); put(m.conv[l].bias, w[n + '.bias'])
        norm(m.bn[l], n + '.norm'); put(m.bn[l].running_mean, w[n + '.mean']); put(m.bn[l].running_var, w[n + '.variance'])
        lin(m.gate[2 * l], 'gate.%d' % l)
    lin(m.head[0], 'classifier.0'); lin(m.head[2], 'classifier.1')
    for i, (p, d) in enumerate([('hidden', [1, WIDTH]), ('weight', [WIDTH, TAB]), ('bias', [TAB])]):
        v = value(100 + i, p, d)
        put(m.hidden if p == 'hidden' else getattr(m.rebuild, p), v.T if p == 'weight' else v)


x = torch.tensor([1.5 * math.sin(0.9 * i) for i in range(ROWS * (TAB + TMP))], dtype=torch.float32).reshape(ROWS, -1)
y = torch.tensor([i % 3 == 0 for i in range(ROWS)]).long()
m = Net(); load(m)
score = lambda: (m.eval(), torch.cat(m(x), 1).detach().flatten().tolist())[1]
result = {'names': [n for n, _ in names()], 'before': score()}
m.train(); opt = torch.optim.SGD([p for p in m.parameters()], 0.1); losses = []
for _ in range(3):
    opt.zero_grad(); l = F.cross_entropy(m(x)[0], y, weight=torch.tensor([0.68, 1.89])); l.backward(); opt.step(); losses.append(l.item())
result.update(losses=losses, after=score(), mean=m.bn[2].running_mean.tolist(), variance=m.bn[2].running_var.tolist())
load(m); m.train()
seen = torch.tensor([[0.0 if (r + c) % 7 == 0 else 1.0 for c in range(TAB)] for r in range(ROWS)])
opt = torch.optim.SGD([p for p in m.parameters()], 0.1); masked = []
for _ in range(2):
    opt.zero_grad(); own = x[:, :TAB]; e = (1 - seen) * (m.rebuild(m.tabular(own, seen)) - own) ** 2; l = e.sum() / (1 - seen).sum(); l.backward(); opt.step(); masked.append(l.item())
result['masked'] = masked
print(json.dumps(result))

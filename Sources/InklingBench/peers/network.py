"""The network that Inkling trains, in PyTorch: for comparison only."""


def make(torch, size, classes):
    """Two planes in: the ink as 0...1, and whether the pen is up."""
    nn = torch.nn
    stage = lambda i, o: [nn.Conv2d(i, o, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(
        *stage(2, 16), *stage(16, 32), *stage(32, 64), nn.Flatten(),
        nn.Linear(64 * (size // 8) ** 2, 128), nn.ReLU(), nn.Linear(128, classes),
    )  # fmt: skip


def planes(torch, pixels, pen):
    """[n, 2, s, s] as float."""
    ink = torch.tensor(pixels, dtype=torch.float32)[:, None] / 127
    return torch.cat([ink, torch.tensor(pen, dtype=torch.float32)[:, None, None, None].expand_as(ink)], 1)

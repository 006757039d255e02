"""train_pytorch.py IMAGES [--rounds 5] [--seconds 2]: images a second that PyTorch trains.

The same network, batch and optimiser as Inkling's, forward, backward and update; the images lie
ready in memory. Tries each layout, and compiled where that works, and names the best.
"""

import argparse
import statistics
import time
import warnings

from images import read, require

BATCH = 64


def measure(torch, data, labels, classes, layout, compiled, rounds, seconds):
    from network import make

    torch.manual_seed(1)
    model = make(torch, data.shape[-1], classes).to(memory_format=layout)
    data = data.to(memory_format=layout)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    loss_of = torch.nn.CrossEntropyLoss()
    run = torch.compile(model) if compiled else model
    batches = len(data) // BATCH

    def step(index):
        rows = slice(index % batches * BATCH, (index % batches + 1) * BATCH)
        optimiser.zero_grad(set_to_none=True)
        loss_of(run(data[rows]), labels[rows]).backward()
        optimiser.step()

    for index in range(30):
        step(index)
    rates = []
    for _ in range(rounds):
        start, steps = time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            step(steps)
            steps += 1
        rates.append(steps * BATCH / (time.perf_counter() - start))
    return statistics.median(rates)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("images")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--no-compile", action="store_true")
    options = parser.parse_args()
    (torch,) = require("torch")
    from network import planes

    warnings.filterwarnings("ignore")
    pixels, labels, pen, _, classes = read(options.images)
    data = planes(torch, pixels, pen)
    labels = torch.tensor(labels, dtype=torch.long)
    torch.backends.mkldnn.enabled = True
    print(f"PyTorch {torch.__version__}, batch {BATCH}, {len(data)} images of {data.shape[-1]}")
    for threads in (1, 2):
        torch.set_num_threads(threads)
        best = None
        for name, layout in (
            ("contiguous", torch.contiguous_format), ("channels_last", torch.channels_last)
        ):  # fmt: skip
            for compiled in (False,) if options.no_compile else (False, True):
                title = name + (", compiled" if compiled else "")
                try:
                    rate = measure(
                        torch, data, labels, classes, layout, compiled, options.rounds,
                        options.seconds,
                    )  # fmt: skip
                except Exception as error:  # no compiler on this machine, mostly
                    print(f"{threads} threads, {title}: failed ({type(error).__name__})")
                    continue
                print(f"{threads} threads, {title}: {rate:.0f} images/s ({1e6 / rate:.1f} us)", flush=True)
                best = max(best or (0, ""), (rate, title))
        print(f"best with {threads} threads: {best[0]:.0f} images/s ({best[1]})", flush=True)


if __name__ == "__main__":
    main()

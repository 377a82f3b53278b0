"""Compare the reference solutions of the clustering lesson with what you would use instead.

k-means against plain Python, scikit-learn, faiss and, on a GPU, flash-kmeans, cuML and faiss-gpu;
LSH and product quantization against faiss. Time and quality in one run, each round one measurement
of everybody, so that a busy moment hits all alike. What is not installed is left out:
`pip install -e '.[bench]'` brings faiss-cpu. On an idle machine: `python benchmarks/clustering.py`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import numpy as np
import torch

from student_lib import clustering, data

REST = 0.2  # threads of who ran last go on spinning for a moment
RESULTS = Path(__file__).resolve().parent / "results"
Run = Callable[[], torch.Tensor]  # one whole k-means; returns the centres
Costs = dict[str, list[tuple[float, float]]]  # wall and processor seconds of each round
N, D, K, ITERS = 100_000, 64, 256, 20
BITS, TABLES = 8, 16
STRIPS, ENTRIES = 16, 256


@dataclass(frozen=True)
class Problem:
    """Points and first centres that all contenders share, on the CPU."""

    X: torch.Tensor
    init: torch.Tensor
    iters: int


def installed(name: str) -> bool:
    """Tell whether a package can be imported."""
    return importlib.util.find_spec(name) is not None


def make_problem(n: int) -> Problem:
    """Draw n points around 1,000 middles, close enough that no contender is done early."""
    generator = torch.Generator().manual_seed(0)
    middles = torch.randn(1000, D, generator=generator)
    X = middles[torch.randint(1000, (n,), generator=generator)]
    X = X + torch.randn(n, D, generator=generator)
    return Problem(X, clustering.kmeans_pp(X, K, generator), ITERS)


# ------------------------------------------------------------------------------------------ k-means
def plain_round(points: list[list[float]], centres: list[list[float]]) -> list[list[float]]:
    """Do one round of k-means in plain Python."""
    sums, counts = [[0.0] * len(c) for c in centres], [0] * len(centres)
    for x in points:
        ways = [sum((a - b) ** 2 for a, b in zip(x, c, strict=True)) for c in centres]
        j = ways.index(min(ways))
        counts[j] += 1
        sums[j] = [s + a for s, a in zip(sums[j], x, strict=True)]
    return [[s / max(n, 1) for s in row] for row, n in zip(sums, counts, strict=True)]


def ours(p: Problem, device: str) -> Run:
    """Run the reference on a device."""
    X, init = p.X.to(device), p.init.to(device)
    return lambda: clustering.kmeans(X, K, p.iters, init=init)[0]


def sklearn_kmeans(p: Problem) -> Run:
    """Run scikit-learn's Lloyd iterations."""
    from sklearn.cluster import KMeans

    X, init = p.X.numpy(), p.init.numpy()
    model = KMeans(K, init=init, n_init=1, max_iter=p.iters, tol=0, algorithm="lloyd")
    return lambda: torch.from_numpy(model.fit(X).cluster_centers_)


def faiss_kmeans(p: Problem, gpu: bool) -> Run:
    """Run faiss' k-means on all points: its default would take a sample."""
    import faiss

    X, init = p.X.numpy(), p.init.numpy()

    def run() -> torch.Tensor:
        model = faiss.Kmeans(D, K, niter=p.iters, max_points_per_centroid=len(X), gpu=gpu)
        model.train(X, init_centroids=init)
        return torch.from_numpy(model.centroids.copy())

    return run


def flash_kmeans(p: Problem) -> Run:
    """Run flash-kmeans: Triton kernels that never write the table of distances."""
    from flash_kmeans import batch_kmeans_Euclid

    X, init = p.X.cuda()[None], p.init.cuda()[None]
    return lambda: batch_kmeans_Euclid(
        X, n_clusters=K, max_iters=p.iters, tol=-1.0, init_centroids=init.clone()
    )[1][0]


def cuml_kmeans(p: Problem) -> Run:
    """Run RAPIDS' k-means."""
    import cupy
    from cuml.cluster import KMeans

    X = cupy.asarray(p.X.cuda())
    model = KMeans(n_clusters=K, init=p.init.numpy(), n_init=1, max_iter=p.iters, tol=0.0)
    return lambda: torch.as_tensor(model.fit(X).cluster_centers_, device="cuda")


def contenders(p: Problem) -> dict[str, Run]:
    """List whoever can run here: name -> one whole k-means."""
    runs = {"ours": ours(p, "cpu"), "scikit-learn": sklearn_kmeans(p)}
    if installed("faiss"):
        runs["faiss"] = faiss_kmeans(p, gpu=False)
    if not torch.cuda.is_available():
        return runs
    runs["ours, GPU"] = ours(p, "cuda")
    if installed("flash_kmeans"):
        runs["flash-kmeans, GPU"] = flash_kmeans(p)
    if installed("cuml"):
        runs["cuML, GPU"] = cuml_kmeans(p)
    if installed("faiss"):
        import faiss

        if getattr(faiss, "get_num_gpus", int)() > 0:
            runs["faiss, GPU"] = faiss_kmeans(p, gpu=True)
    return runs


def cost(run: Callable[[], object]) -> tuple[float, float]:
    """Time one call in wall and processor seconds, waiting for the GPU where there is one."""
    time.sleep(REST)
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter() - wall, time.process_time() - cpu


def interleaved(runs: dict[str, Callable[[], object]], rounds: int) -> Costs:
    """Time everybody once a round, in an order that turns; a first call warms each up."""
    for run in runs.values():
        run()
    costs: Costs = {name: [] for name in runs}
    names = list(runs)
    for i in range(rounds):
        for name in names[i % len(names) :] + names[: i % len(names)]:
            costs[name].append(cost(runs[name]))
    return costs


def summary(costs: Costs) -> dict[str, dict[str, float]]:
    """Give medians and least values, and how many times ours they are, round by round."""
    found: dict[str, dict[str, float]] = {}
    for name, mine in costs.items():
        found[name] = {}
        for clock, times, base in zip(
            ("wall", "cpu"),
            zip(*mine, strict=True),
            zip(*costs["ours"], strict=True),
            strict=True,
        ):
            ratios = [a / b for a, b in zip(times, base, strict=True)]
            found[name] |= {
                f"{clock}_seconds_median": statistics.median(times),
                f"{clock}_seconds_least": min(times),
                f"{clock}_times_ours_median": statistics.median(ratios),
                f"{clock}_times_ours_by_least": min(times) / min(base),
            }
    return found


def measure_kmeans(n: int, rounds: int) -> dict[str, object]:
    """Compare whole runs from the same start, and one small round with plain Python."""
    p = make_problem(n)
    runs = contenders(p)
    found = summary(interleaved(dict(runs), rounds))
    for name, run in runs.items():
        found[name]["inertia"] = float(clustering.inertia(p.X, run().cpu().float()))
    some = p.X[:500]
    lists, centres = some.tolist(), p.init.tolist()
    small = {
        "ours": lambda: clustering.recentre(some, p.init, clustering.nearest(some, p.init)),
        "plain Python": lambda: plain_round(lists, centres),
    }
    return {
        "n": n, "d": D, "k": K, "iterations": p.iters, "contenders": found,
        "one round of 500 points": summary(interleaved(small, 5)),
    }  # fmt: skip


# ------------------------------------------------------------------------------------------- search
def recall(found: torch.Tensor, truth: torch.Tensor) -> float:
    """Return the share of the true rows (m, k) among those found (m, anything)."""
    return float((found[:, :, None] == truth[:, None]).any(dim=1).float().mean())


def garments(n: int, questions: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Load Fashion-MNIST: the collection and the questions."""
    X, _ = data.fashion_mnist_tensors(n)
    Q, _ = data.fashion_mnist_tensors(questions, split="test")
    return X, Q


def reranked(Q: torch.Tensor, X: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """Look at the candidates `rows` (m, most) and keep the ten of largest dot product."""
    who = torch.arange(len(Q)).repeat_interleave(rows.shape[1])
    return clustering.best_of(Q, X, who, rows.flatten(), 10)


def measure_lsh(X: torch.Tensor, Q: torch.Tensor, seeds: int) -> dict[str, object]:
    """Compare recall@10 with IndexLSH at equal bits and equal numbers of candidates."""
    middle = X.mean(dim=0)
    X, Q = (torch.nn.functional.normalize(x - middle, dim=1) for x in (X, Q))
    truth = (Q @ X.T).topk(10, dim=1).indices
    rows: list[dict[str, object]] = []
    for seed in range(seeds):
        index = clustering.RankedLSH(X.shape[1], BITS, TABLES, torch.Generator().manual_seed(seed))
        index.add(X)
        looked = len(index.candidates(Q)[0]) / len(Q)
        found = recall(clustering.LSH.query(index, Q, 10), truth)
        rows.append({"seed": seed, "who": "LSH, buckets", "candidates": looked, "recall": found})
        for most in (50, 200, 1000):
            found = recall(index.query(Q, 10, most), truth)
            rows.append({"seed": seed, "who": "RankedLSH", "candidates": most, "recall": found})
    if installed("faiss"):
        import faiss

        theirs = faiss.IndexLSH(X.shape[1], BITS * TABLES)  # its random rotation has a fixed seed
        theirs.add(X.numpy())
        for most in (50, 200, 1000):
            near = torch.from_numpy(theirs.search(Q.numpy(), most)[1])
            found = recall(reranked(Q, X, near), truth)
            rows.append({"who": "faiss IndexLSH", "candidates": most, "recall": found})
    return {"n": len(X), "questions": len(Q), "bits": BITS * TABLES, "measured": rows}


def measure_pq(X: torch.Tensor, Q: torch.Tensor, seeds: int, rounds: int) -> dict[str, object]:
    """Compare recall@10 by codes alone with IndexPQ at equal strips and entries."""
    truth = torch.cdist(Q, X).topk(10, largest=False).indices
    recalls: dict[str, list[float]] = {"ours": []}
    pq, packed = clustering.PQ(STRIPS, ENTRIES), torch.empty(0)
    for seed in range(seeds):
        pq.fit(X, 25, torch.Generator().manual_seed(seed))
        packed = pq.encode(X)
        near = pq.distances(Q, packed).topk(10, dim=1, largest=False).indices
        recalls["ours"].append(recall(near, truth))
    searches: dict[str, Callable[[], object]] = {
        "ours": lambda: pq.distances(Q, packed).topk(10, dim=1, largest=False)
    }
    error = {"ours": float((X - pq.decode(packed)).square().sum(dim=1).mean())}
    if installed("faiss"):
        import faiss

        recalls["faiss IndexPQ"] = []
        for seed in range(seeds):
            theirs = faiss.IndexPQ(X.shape[1], STRIPS, int(np.log2(ENTRIES)))
            theirs.pq.cp.seed = seed + 1234  # 25 iterations, as ours
            theirs.train(X.numpy())
            theirs.add(X.numpy())
            recalls["faiss IndexPQ"].append(
                recall(torch.from_numpy(theirs.search(Q.numpy(), 10)[1]), truth)
            )
        rebuilt = torch.from_numpy(theirs.reconstruct_n(0, len(X)))
        error["faiss IndexPQ"] = float((X - rebuilt).square().sum(dim=1).mean())
        searches["faiss IndexPQ"] = lambda: theirs.search(Q.numpy(), 10)
    times = summary(interleaved(searches, rounds))
    return {
        "n": len(X), "questions": len(Q), "strips": STRIPS, "entries": ENTRIES,
        "recall_mean": {who: statistics.mean(r) for who, r in recalls.items()},
        "recalls": recalls, "squared_error": error, "search": times,
    }  # fmt: skip


# ------------------------------------------------------------------------------------------- report
def hardware() -> dict[str, object]:
    """Describe the machine and the versions that were compared."""
    versions = {"torch": torch.__version__, "python": platform.python_version()}
    for name in ("sklearn", "faiss", "flash_kmeans", "cuml"):
        if installed(name):
            versions[name] = getattr(__import__(name), "__version__", "?")
    return {
        "cpu": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "gpu": torch.cuda.get_device_name() if torch.cuda.is_available() else None,
        "threads": torch.get_num_threads(),
        "load_before": os.getloadavg()[0],
        "versions": versions,
    }


def use_threads(threads: int) -> None:
    """Give everybody the same number of threads."""
    torch.set_num_threads(threads)
    os.environ["OMP_NUM_THREADS"] = str(threads)  # scikit-learn reads it when it is imported
    if installed("faiss"):
        import faiss

        faiss.omp_set_num_threads(threads)


def show(report: dict[str, object]) -> None:
    """Print what counts as a table."""
    kmeans, lsh, pq = (report[part] for part in ("kmeans", "lsh", "pq"))
    for name, one in kmeans["contenders"].items():
        click.echo(
            f"k-means {name:18} {one['wall_seconds_median']:7.3f} s  "
            f"{one['wall_times_ours_median']:5.2f} times ours ({one['cpu_times_ours_median']:.2f} "
            f"by processor time)  inertia {one['inertia']:.6g}"
        )
    plain = kmeans["one round of 500 points"]["plain Python"]["wall_times_ours_median"]
    click.echo(f"k-means plain Python       {plain:7.0f} times ours")
    for one in lsh["measured"]:
        click.echo(f"{one['who']:18} {one['candidates']:7.0f} looked at: {one['recall']:.3f}")
    for name, found in pq["recall_mean"].items():
        ms = 1e3 * pq["search"][name]["wall_seconds_median"]
        click.echo(f"PQ {name:15} recall {found:.3f}  search {ms:.0f} ms")


@click.command(help=__doc__)
@click.option("--points", default=N, show_default=True, type=click.IntRange(K))
@click.option("--garments", "count", default=20_000, show_default=True, type=click.IntRange(2000))
@click.option("--rounds", default=9, show_default=True, type=click.IntRange(1))
@click.option("--seeds", default=3, show_default=True, type=click.IntRange(1))
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1))
@click.option("--save", is_flag=True, help="Write the results into benchmarks/results/.")
def main(points: int, count: int, rounds: int, seeds: int, threads: int, save: bool) -> None:
    """Measure all three and print a table."""
    warnings.simplefilter("ignore")  # scikit-learn warns that 20 rounds are few
    use_threads(threads)
    report: dict[str, object] = {"date": datetime.now(UTC).date().isoformat(), **hardware()}
    report["kmeans"] = measure_kmeans(points, rounds)
    X, Q = garments(count, 2000)
    report["lsh"] = measure_lsh(X, Q, seeds)
    report["pq"] = measure_pq(X, Q, seeds, rounds)
    show(report)
    if save:
        path = RESULTS / f"clustering-{report['date']}.json"
        path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        click.echo(f"written: {path.relative_to(RESULTS.parents[1])}")


if __name__ == "__main__":
    main()

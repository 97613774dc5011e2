"""How torch does its sums, on every device: so that they come out alike."""

THREADS = 1
"""One torch thread: for these widths more only wait for each other, and sums stay in one order."""


def pin_arithmetic() -> None:
    """Let torch use one thread, and full single precision where a graphics processor would round more."""
    import torch

    torch.set_num_threads(THREADS)
    torch.set_float32_matmul_precision("highest")

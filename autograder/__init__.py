"""Grade PyTorch notebooks safely and fast: the engine of the workbook."""

__version__ = "0.1.0"
__all__ = ["__version__"]

"""Grade PyTorch notebooks safely and fast: the engine of the workbook."""

from pathlib import Path

__version__ = "0.1.0"
__all__ = ["PACKAGE", "TEMPLATES", "__version__"]

PACKAGE = Path(__file__).resolve().parent
TEMPLATES = PACKAGE / "templates"

"""What the students of the workbook import: helpers written by hand, and the modules their lessons build."""

__all__ = ["__version__"]

__version__ = "0.1.0"

"""What students import: helpers written by hand, and the modules that lessons build."""

__all__ = ["__version__"]

__version__ = "0.1.0"

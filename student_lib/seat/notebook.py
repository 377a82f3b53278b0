"""What a notebook does by itself once it imports the library: explain failed checks, note progress.

`student_lib` calls `attend` when it is imported in a notebook, and nowhere else: not by a
program, not by the grader.
"""

from typing import Any

from student_lib.seat.asserts import KeepOperands, failed_comparison, forget

__all__ = ["attend"]


def attend() -> None:
    """Look at each cell that runs in this kernel from now on; nothing outside of a kernel."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if getattr(shell, "kernel", None) is None or hasattr(shell, Seat.NAME):
        return
    setattr(shell, Seat.NAME, Seat(shell))


class Seat:
    """Looks at each cell of one kernel, before and after it runs."""

    NAME = "_student_lib_seat"

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        shell.ast_transformers.append(KeepOperands())
        shell.events.register("post_run_cell", self.after_cell)

    def after_cell(self, result: Any) -> None:
        """Explain what failed, and note which exercise passed."""
        error = result.error_in_exec
        if isinstance(error, AssertionError):
            self._explain(error)
        forget(self.shell.user_ns)
        if result.info is not None:
            from student_lib.seat.progress import note

            note(result.info.raw_cell, error or result.error_before_exec)

    def _explain(self, error: AssertionError) -> None:
        comparison = failed_comparison(error)
        if comparison is not None:
            from IPython.display import display

            display(comparison)

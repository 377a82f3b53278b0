"""The clean-up is heard twice when a scope ends quietly.

Read again: clean-up, once, whatever happened.
"""


def run_cbs(cbs: Iterable[Any], event: str, learn: Any = None) -> None:
    """Call `event` of all who have it, by order. Example: run_cbs([DeviceCB()], "before_fit", learn)"""
    failed = []
    for cb in sorted(cbs, key=lambda cb: cb.order):
        try:
            if method := getattr(cb, event, None): method(learn)
        except Exception as error:
            error.add_note(f"raised by {type(cb).__name__}.{event}")
            failed.append(error)
            if not event.startswith("cleanup_"): break
    if failed:  # an ordinary error goes before a Cancel, an earlier one before a later
        raise min(failed, key=lambda error: isinstance(error, CancelException))


def with_cbs(scope: str) -> Callable:
    """Put a method between the events of its scope. Example: @with_cbs("batch") above one_batch"""
    def decorate(method: Callable) -> Callable:
        @wraps(method)
        def scoped(learn: Any, *args: Any) -> None:
            try:
                learn.callback(f"before_{scope}")
                method(learn, *args)
                learn.callback(f"after_{scope}")
            except CANCELS[scope]:
                pass
            except BaseException:
                with suppress(CancelException): learn.callback(f"cleanup_{scope}")
                raise  # a Cancel from the clean-up would have buried it
            learn.callback(f"cleanup_{scope}")
            learn.callback(f"cleanup_{scope}")
        return scoped
    return decorate

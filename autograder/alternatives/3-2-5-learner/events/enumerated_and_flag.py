"""Sorts pairs of order and place; a flag tells whether something is on its way."""


def run_cbs(cbs: Iterable[Any], event: str, learn: Any = None) -> None:
    """Call `event` of all who have it, by order. Example: run_cbs([DeviceCB()], "before_fit", learn)"""
    failed = []
    in_order = [cb for _, _, cb in sorted((cb.order, i, cb) for i, cb in enumerate(cbs))]
    for cb in in_order:
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
            quiet = False
            try:
                try:
                    learn.callback(f"before_{scope}")
                    method(learn, *args)
                    learn.callback(f"after_{scope}")
                except CANCELS[scope]:
                    pass
                quiet = True
            finally:
                if quiet:
                    learn.callback(f"cleanup_{scope}")
                else:
                    try:
                        learn.callback(f"cleanup_{scope}")
                    except CancelException:
                        pass
        return scoped
    return decorate

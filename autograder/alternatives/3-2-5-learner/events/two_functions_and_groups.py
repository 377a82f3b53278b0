"""Callbacks grouped by order in a dictionary; a runner that returns the exception instead of raising it."""


def outcome(f, *args):
    try:
        f(*args)
    except BaseException as error:
        return error
    return None


def run_cbs(cbs, event, learn=None):
    groups, first_cancel, first_error = {}, None, None
    for cb in cbs:
        groups.setdefault(cb.order, []).append(cb)
    for order in sorted(groups):
        for cb in groups[order]:
            if not hasattr(cb, event):
                continue
            error = outcome(getattr(cb, event), learn)
            if error is None:
                continue
            error.add_note("in " + event + " of " + cb.__class__.__name__)
            if not event.startswith("cleanup"):
                raise error
            if isinstance(error, CancelException):
                first_cancel = first_cancel or error
            else:
                first_error = first_error or error
    if first_error or first_cancel:
        raise first_error or first_cancel


def with_cbs(scope):
    def decorate(method):
        def three(learn, args):
            learn.callback(f"before_{scope}")
            method(learn, *args)
            learn.callback(f"after_{scope}")

        def scoped(learn, *args):
            left = outcome(three, learn, args)
            if isinstance(left, CANCELS[scope]):
                left = None
            late = outcome(learn.callback, f"cleanup_{scope}")
            if late is not None and not (left is not None and isinstance(late, CancelException)):
                raise late
            if left is not None:
                raise left

        return scoped

    return decorate

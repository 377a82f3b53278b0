"""A class as decorator; the clean-ups on an ExitStack."""


from contextlib import ExitStack


def run_cbs(cbs, event, learn=None):
    errors = []

    def call(cb):
        try:
            getattr(cb, event, lambda learn: None)(learn)
        except Exception as error:
            error.add_note(f"{type(cb).__name__}: {event}")
            raise

    def careful(cb):
        try:
            call(cb)
        except Exception as error:
            errors.append(error)

    in_order = sorted(cbs, key=lambda cb: cb.order)
    if not event.startswith("cleanup_"):
        for cb in in_order:
            call(cb)
        return
    with ExitStack() as stack:
        for cb in reversed(in_order):
            stack.callback(careful, cb)
    true = [error for error in errors if not isinstance(error, CancelException)]
    for error in true or errors:
        raise error


class with_cbs:
    def __init__(self, scope):
        self.scope = scope

    def __call__(self, method):
        name = self.scope

        def scoped(learn, *args, **kwargs):
            on_its_way = None
            try:
                learn.callback("before_" + name)
                result = method(learn, *args, **kwargs)
                learn.callback("after_" + name)
                return result
            except BaseException as error:
                if not isinstance(error, CANCELS[name]):
                    on_its_way = error
                    raise
            finally:
                try:
                    learn.callback("cleanup_" + name)
                except CancelException:
                    if on_its_way is None:
                        raise

        return scoped

"""You put back behind ordinary errors, but Ctrl-C is none of them: `finally` takes everything.

Read again: an error leaves by the shortest way; the gate stays open.
"""


@contextmanager
def temporarily(obj: Any, **values: Any) -> Iterator[Any]:
    """Set attributes for a block. Example: with temporarily(run, lr=0.01): ..."""
    before = dict(vars(obj))

    def put_back() -> None:
        for name in values:
            if name in before:
                setattr(obj, name, before[name])
            elif name in vars(obj):
                delattr(obj, name)

    try:
        for name, value in values.items():
            setattr(obj, name, value)
        yield obj
    except Exception:
        put_back()
        raise
    put_back()


@contextmanager
def listening(net: nn.Module, callback: Callable) -> Iterator[nn.Module]:
    """Hear the outputs of all layers for a block. Example: with listening(net, print): net(x)"""
    def hook(name: str, layer: nn.Module, inputs: Any, output: Any) -> None:
        callback(name, output)

    layers = [(name, layer) for name, layer in net.named_modules() if not list(layer.children())]
    handles = [layer.register_forward_hook(partial(hook, name)) for name, layer in layers]
    try:
        yield net
    finally:
        for handle in handles:
            handle.remove()

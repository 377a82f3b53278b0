"""All layers are heard under the name of the last one: the hook looks `name` up when it is called.

Read again: three alarms with one name.
"""


@contextmanager
def temporarily(obj: Any, **values: Any) -> Iterator[Any]:
    """Set attributes for a block. Example: with temporarily(run, lr=0.01): ..."""
    before = dict(vars(obj))
    try:
        for name, value in values.items():
            setattr(obj, name, value)
        yield obj
    finally:
        for name in values:
            if name in before:
                setattr(obj, name, before[name])
            elif name in vars(obj):
                delattr(obj, name)


@contextmanager
def listening(net: nn.Module, callback: Callable) -> Iterator[nn.Module]:
    """Hear the outputs of all layers for a block. Example: with listening(net, print): net(x)"""
    def hook(name: str, layer: nn.Module, inputs: Any, output: Any) -> None:
        callback(name, output)

    layers = [(name, layer) for name, layer in net.named_modules() if not list(layer.children())]
    handles = []
    for name, layer in layers:
        handles.append(layer.register_forward_hook(lambda *what: hook(name, *what)))
    try:
        yield net
    finally:
        for handle in handles:
            handle.remove()

"""You put back the whole object: what else the block has changed is lost.

Read again: the task: what else was changed in the block stays.
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
        vars(obj).clear()
        vars(obj).update(before)


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

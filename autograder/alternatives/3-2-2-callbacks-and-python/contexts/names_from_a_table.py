"""the names of all layers in a dictionary; a marker for what was not there"""


@contextmanager
def temporarily(obj, **values):
    missing, done = object(), {}
    try:
        for name in values:
            before = getattr(obj, name, missing)
            setattr(obj, name, values[name])
            done[name] = before
        yield obj
    finally:
        for name, before in done.items():
            if before is not missing:
                setattr(obj, name, before)
            else:
                with suppress(AttributeError):
                    delattr(obj, name)


@contextmanager
def listening(net, callback):
    names = {layer: name for name, layer in net.named_modules() if not layer._modules}

    def hook(layer, inputs, output):
        callback(names[layer], output)

    handles = [layer.register_forward_hook(hook) for layer in names]
    try:
        yield net
    finally:
        [handle.remove() for handle in handles]

"""einsum, and weights as a tensor."""


def codes(X: Tensor, planes: Tensor) -> Tensor:
    weights = torch.tensor(1) << torch.arange(planes.shape[1])
    return torch.einsum("ntb,b->nt", (torch.einsum("nd,tbd->ntb", X, planes) > 0).long(), weights)

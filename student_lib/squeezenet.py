"""SqueezeNet v1.1, trained on ImageNet: a small judge of pictures for style, perceptual loss and
Fréchet distance. The Fréchet distance on its features is not the FID, which is on Inception's.

Iandola, Han, Moskewicz, Ashraf, Dally, Keutzer (2016), "SqueezeNet: AlexNet-level accuracy with
50x fewer parameters and <0.5MB model size", arXiv:1602.07360.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from student_lib.bundled import bundled

__all__ = ["Fire", "SqueezeNet", "squeezenet"]

BGR_MEANS = (103.939, 116.779, 123.68)  # of ImageNet, pixels in 0..255: how the weights were made
# squeeze and expand widths of the fire modules 2 to 9; a pool follows conv1, fire3 and fire5
WIDTHS = ((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256))


class Fire(nn.Module):
    """Squeeze the channels to few, then expand them by 1 by 1 and 3 by 3 kernels side by side."""

    def __init__(self, ni: int, squeeze: int, expand: int) -> None:
        super().__init__()
        self.squeeze1x1 = nn.Conv2d(ni, squeeze, 1)
        self.expand1x1 = nn.Conv2d(squeeze, expand, 1)
        self.expand3x3 = nn.Conv2d(squeeze, expand, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """Map x (B, ni, H, W) to (B, 2 expand, H, W)."""
        x = F.relu(self.squeeze1x1(x))
        return F.relu(torch.cat([self.expand1x1(x), self.expand3x3(x)], dim=1))


class SqueezeNet(nn.Module):
    """The network. Takes pictures as the workbook has them: RGB, float, 0..1, (B, 3, H, W)."""

    means: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 3, stride=2)
        ni = 64
        for i, (squeeze, expand) in enumerate(WIDTHS, start=2):
            self.add_module(f"fire{i}", Fire(ni, squeeze, expand))
            ni = 2 * expand
        self.conv10 = nn.Conv2d(ni, 1000, 1)
        self.register_buffer("means", torch.tensor(BGR_MEANS)[:, None, None], persistent=False)

    def features(self, x: Tensor) -> dict[str, Tensor]:
        """Give what every layer sees in the pictures: conv1, fire2 … fire9, by name.

        x: (B, 3, H, W), at least 17 pixels a side. Differentiable in x.
        """
        x = F.relu(self.conv1(255 * x.flip(1) - self.means))
        seen = {"conv1": x}
        for i in range(2, 10):
            if i in (2, 4, 6):
                x = F.max_pool2d(x, 3, 2, ceil_mode=True)
            seen[f"fire{i}"] = x = self.get_submodule(f"fire{i}")(x)
        return seen

    def forward(self, x: Tensor) -> Tensor:
        """Map pictures (B, 3, H, W) to the logits of ImageNet's thousand classes (B, 1000)."""
        return F.relu(self.conv10(self.features(x)["fire9"])).mean(dim=(2, 3))


def squeezenet() -> SqueezeNet:
    """Load the trained network: frozen, in eval mode, float32 on the CPU.

    Example: squeezenet()(photos()["chelsea"][None]).argmax() -> 285, an Egyptian cat
    """
    from safetensors.torch import load_file

    net = SqueezeNet()
    weights = load_file(bundled("squeezenet.safetensors"))
    net.load_state_dict({name: w.float() for name, w in weights.items()})
    return net.eval().requires_grad_(False)

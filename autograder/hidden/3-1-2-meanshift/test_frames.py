"""Hidden tests of `frames`: a film that shows a walk as it was."""

import numpy as np
import torch

from autograder.testing import diagnose, exercise, probe

# the same points if the axes are exchanged, which is the property of one test only
X = torch.tensor([[0.0, 0.0], [8.0, 2.0], [2.0, 8.0]])


@probe
def played(student, X, steps, times):
    """Play the film and return, for each time, the dots and the views of its frames."""
    import warnings

    import numpy as np
    from matplotlib.animation import AbstractMovieWriter

    class Camera(AbstractMovieWriter):
        def setup(self, fig, outfile, dpi=None):
            self.fig, self.dots, self.views = fig, [], []

        def grab_frame(self, **kwargs):
            drawn = []
            for ax in self.fig.axes:
                drawn += [c.get_offsets() for c in ax.collections if c.get_visible()]
                drawn += [line.get_xydata() for line in ax.lines if line.get_visible()]
            drawn = [np.asarray(d, float).reshape(-1, 2) for d in drawn]
            self.dots.append(np.concatenate(drawn) if drawn else np.zeros((0, 2)))
            ax = self.fig.axes[0]
            self.views.append([*ax.get_xlim(), *ax.get_ylim()])

        def finish(self):
            pass

    def update(places):
        return places * 0.5 + 1

    warnings.simplefilter("ignore")
    film = student.frames(X, steps, update)
    found = []
    for _ in range(times):
        camera = Camera()
        film.save("film", writer=camera, dpi=20)
        found.append([camera.dots, camera.views])
    return found


def after(steps):
    """Return where the three points are after `steps` updates."""
    return (X * 0.5**steps + 2 * (1 - 0.5**steps)).numpy()


def shows(dots, places):
    """Tell whether each place has a dot."""
    gaps = np.linalg.norm(places[:, None] - np.asarray(dots)[None], axis=-1)
    return gaps.size > 0 and gaps.min(axis=1).max() < 1e-4


@exercise("frames", points=0.5)
@diagnose("before any step, and after each: that is one frame more than there are steps")
def test_one_frame_more_than_steps(student):
    "A walk of n steps has n + 1 frames."
    for steps in (2, 3):
        ((dots, _),) = student.run(played, X, steps, 1)
        assert len(dots) == steps + 1


@exercise("frames", points=0.5)
@diagnose(
    "frame 0 must show X: keep it as the first place, and let draw look up, for it is called often"
)
def test_begins_at_the_beginning(student):
    "Frame 0 shows X itself."
    ((dots, _),) = student.run(played, X, 2, 1)
    assert shows(dots[0], after(0))


@exercise("frames", points=0.75)
@diagnose(
    "frame i shows X after i steps: put X, then each update of the last place, in a list; look up"
)
def test_frame_i_is_i_steps_on(student):
    "Frame i shows the places after i updates."
    ((dots, _),) = student.run(played, X, 3, 1)
    assert len(dots) > 1
    for i in range(1, len(dots)):
        assert shows(dots[i], after(i))


@exercise("frames", points=0.25)
@diagnose("column 0 of the places goes to the right, column 1 upwards")
def test_column_0_goes_to_the_right(student):
    "The first coordinate goes to the right, the second upwards."
    wide = torch.tensor([[60.0, 0.0], [90.0, 4.0], [75.0, 2.0]])
    ((dots, _),) = student.run(played, wide, 2, 1)
    assert len(dots[0]) > 0
    assert (dots[0][:, 0] > dots[0][:, 1]).all()


@exercise("frames", points=0.5)
@diagnose(
    "shown again the places are others: draw(i) must only look up, not walk on or use up a list"
)
def test_same_film_twice(student):
    "It is the same film when it is shown a second time."
    (first, _), (second, _) = student.run(played, X, 2, 2)
    assert len(first) == len(second)
    for one, other in zip(first, second, strict=True):
        assert shows(other, one)


@exercise("frames", points=0.25)
@diagnose("set the limits of the axes once, from the smallest and the largest place of the walk")
def test_view_stays(student):
    "The limits of the axes are the same in every frame, and all points lie within them."
    ((_, views),) = student.run(played, X, 3, 1)
    assert np.ptp(np.asarray(views), axis=0).max() < 1e-6
    left, right, bottom, top = views[0]
    for places in map(after, range(4)):
        x, y = places.T
        assert left <= x.min() and x.max() <= right
        assert bottom <= y.min() and y.max() <= top


@exercise("frames", points=0.25)
@diagnose(
    "a frame has more or fewer dots than points: move the dots you have, or clear the axes first"
)
def test_no_dots_pile_up(student):
    "Every frame shows as many dots as there are points, also when the film is shown again."
    for dots, _ in student.run(played, X, 3, 2):
        assert [len(frame) for frame in dots] == [len(X)] * len(dots)

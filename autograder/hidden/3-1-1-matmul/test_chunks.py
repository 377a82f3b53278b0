"""Hidden tests of `chunks`: lists of one size, out of anything that can be walked, when asked."""

from autograder.testing import diagnose, exercise, probe, raises


def lists(chunks):
    """Read all chunks; a tuple is as good as a list."""
    return [list(chunk) for chunk in chunks]


@exercise("chunks", points=0.5)
@diagnose("the items left at the end are a chunk too, a shorter one: none may be lost")
def test_last_chunk_may_be_shorter(student):
    "Cuts the items in order; what is left makes a shorter last chunk."
    assert lists(student.chunks("penguin", 2)) == [["p", "e"], ["n", "g"], ["u", "i"], ["n"]]
    assert lists(student.chunks([5, 6, 7, 8, 9, 1, 2, 3], 5)) == [[5, 6, 7, 8, 9], [1, 2, 3]]
    assert lists(student.chunks((4, 2), 3)) == [[4, 2]]


@exercise("chunks", points=0.25)
@diagnose("look at what happens when sz divides the length, and when there is nothing to cut")
def test_no_chunk_is_empty(student):
    "Gives no empty chunk: not at the end, and none at all for an empty input."
    assert lists(student.chunks([3, 1, 4, 1, 5, 9], 3)) == [[3, 1, 4], [1, 5, 9]]
    assert lists(student.chunks([8, 6], 1)) == [[8], [6]]
    assert lists(student.chunks([], 3)) == []


@probe
def first_chunks_of_an_iterator(student, items, sz):
    chunks = list(student.chunks(iter(items), sz))
    return [list(chunk) for chunk in chunks[:2]]


@exercise("chunks", points=0.25)
@diagnose("xs may have no len() and no slices: walk it with iter(); each chunk is a new list")
def test_iterator_is_walked_once(student):
    "Collects the chunks of an iterator, which can be walked only once."
    found = student.run(first_chunks_of_an_iterator, [2, 7, 1, 8, 2, 8, 1], 3)
    assert found == [[2, 7, 1], [8, 2, 8]]


@probe
def items_read(student, length, sz):
    class Counted:
        read = 0

        def __iter__(self):
            return self

        def __next__(self):
            if self.read == length:
                raise StopIteration
            self.read += 1
            return self.read

    source = Counted()
    chunks = iter(student.chunks(source, sz))
    first, read = list(next(chunks)), source.read
    return first, read, list(next(chunks)), source.read


@exercise("chunks", points=0.5)
@diagnose("a stream may have no end: yield a chunk before you read the items of the next")
def test_reads_one_chunk_at_a_time(student):
    "Reads no more of a long stream than the chunks that were asked for."
    first, read_first, second, read_second = student.run(items_read, 61, 3)
    assert (first, second) == ([1, 2, 3], [4, 5, 6])
    assert read_first <= 4  # one item ahead is fine
    assert read_second <= 7


@exercise("chunks", points=0.25)
@diagnose("a chunk of no items makes no sense: raise ValueError where sz is below 1")
def test_size_below_one_is_refused(student):
    "Raises ValueError where sz is 0 or negative, and only there."
    for sz in (0, -2):
        with raises("ValueError"):
            lists(student.chunks([1, 2, 3], sz))
    assert lists(student.chunks([4], 1))[:1] == [[4]]


@exercise("chunks", points=0.25)
@diagnose("0, None and '' are items like any other: do not take them for the end of xs")
def test_falsy_items_are_items(student):
    "Keeps items that count as false, such as 0, None and an empty string."
    items = [0, None, False, "", 0.0, [], 1]
    found = [item for chunk in student.chunks(items, 2) for item in chunk]
    assert found[:6] == items[:6]

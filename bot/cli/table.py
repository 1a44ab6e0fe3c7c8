"""Prints rows in columns for the command line."""

from collections.abc import Sequence


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their heads, each column as wide as its longest cell.

    Args:
        heads: the names of the columns.
        rows: as many cells each; a line break in a cell becomes a space.
    """
    table = [[" ".join(cell.split()) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(heads))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

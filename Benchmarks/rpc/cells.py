"""The cells: what is sent, over how many connections, and on which processors the two sides run."""
from dataclasses import dataclass

PAYLOADS = ("ping", "article")
ANY = None


@dataclass(frozen=True)
class Cell:
    payload: str
    shape: str
    connections: int
    depth: int
    server_core: int | None = ANY
    load_core: int | None = ANY

    @property
    def name(self) -> str:
        return f"{self.payload}-{self.shape}"

    @property
    def title(self) -> str:
        pinned = {
            (ANY, ANY): "not pinned",
            (0, 0): "both sides pinned to one core",
            (0, 1): "a core each",
        }[self.server_core, self.load_core]
        return f"{self.payload}, {self.connections}×{self.depth}, {pinned}"

    def options(self) -> list[str]:
        return ["--payload", self.payload, "--connections", str(self.connections), "--depth", str(self.depth)]


# Without pins one connection of depth 1 is bimodal: the scheduler puts both sides on one core, or does not.
SHAPES = (
    ("1x1-same", 1, 1, 0, 0),
    ("1x1-apart", 1, 1, 0, 1),
    ("1x64", 1, 64, ANY, ANY),
    ("16x1", 16, 1, ANY, ANY),
    ("16x16", 16, 16, ANY, ANY),
)
CELLS = [Cell(payload, *shape) for payload in PAYLOADS for shape in SHAPES]


def chosen_cells(names: list[str]) -> list[Cell]:
    """All, or those whose full name, payload or shape is named."""
    unknown = set(names) - {word for cell in CELLS for word in (cell.name, cell.payload, cell.shape)}
    if unknown:
        raise SystemExit(f"no such cell: {', '.join(sorted(unknown))}; there are {', '.join(c.name for c in CELLS)}")
    return [cell for cell in CELLS if not names or {cell.name, cell.payload, cell.shape} & set(names)]

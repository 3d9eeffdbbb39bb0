"""How the exercises went: a sheet of frozen entries, and how many hints are still offered."""

from dataclasses import dataclass, field, replace

from ce_core import Exercise, Verdict

HINTS = 3
NO_KNOWN_MISTAKE = "another"


@dataclass(frozen=True)
class Entry:
    """One exercise: what was answered until it was right or the solution was shown."""

    name: str
    seed: int
    kind: str
    answers: tuple[str, ...] = ()
    """As they were given."""
    mistakes: tuple[str, ...] = ()
    hints: int = 0
    right: bool = False
    shown: bool = False
    """The solution was asked for."""

    @property
    def over(self) -> bool:
        return self.right or self.shown

    @property
    def first_try(self) -> bool:
        return self.right and not self.shown and len(self.answers) == 1

    def answered(self, said: str, verdict: Verdict) -> "Entry":
        """With one more answer; after the end none counts any more."""
        if self.over:
            return self
        mistake = () if verdict.right else (verdict.mistake or NO_KNOWN_MISTAKE,)
        return replace(
            self,
            answers=(*self.answers, said),
            mistakes=(*self.mistakes, *map(str, mistake)),
            right=verdict.right,
        )


@dataclass(frozen=True)
class Sheet:
    """Entries in the order in which they were begun."""

    entries: dict[tuple[str, int], Entry] = field(default_factory=dict)

    def entry(self, task: Exercise) -> Entry:
        return self.entries.get((task.name, task.seed), Entry(task.name, task.seed, task.kind))

    def with_entry(self, entry: Entry) -> "Sheet":
        """The sheet with this entry; one that has just ended moves to the end, so that the streak is the last ones."""
        kept = dict(self.entries)
        before = kept.get((entry.name, entry.seed))
        if before is not None and entry.over and not before.over:
            del kept[entry.name, entry.seed]
        return Sheet({**kept, (entry.name, entry.seed): entry})

    def streak(self, kind: str) -> int:
        """How many exercises of this kind in a row, up to the last one, were right at the first try."""
        count = 0
        for entry in reversed(self.entries.values()):
            if entry.kind == kind and entry.over:
                if not entry.first_try:
                    break
                count += 1
        return count

    def offered(self, task: Exercise) -> int:
        """Hints for this exercise: one fewer for each success in a row, all of them again after a wrong answer."""
        entry = self.entry(task)
        return HINTS if entry.mistakes else max(entry.hints, self.fresh_hints(task.kind))

    def fresh_hints(self, kind: str) -> int:
        """Hints for an exercise of this kind that has not been begun."""
        return max(0, HINTS - self.streak(kind))

    @property
    def begun(self) -> list[Entry]:
        """Exercises with an answer, or whose solution was shown."""
        return [entry for entry in self.entries.values() if entry.answers or entry.shown]

    @property
    def tries(self) -> int:
        return sum(len(entry.answers) for entry in self.entries.values())

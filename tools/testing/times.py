"""What the programs of a run of the tests took: seconds of the processor, and on the clock."""

import collections
import resource
import time

SLOWEST = 8  # programs of each configuration that are named


class Times:
    """Processor time is what programs used that ended meanwhile: exact if one program runs at a time (--jobs=1)."""

    def __init__(self):
        self.taken = collections.defaultdict(list)  # {configuration: [(processor time, clock, program)]}

    def timed(self, name, job):
        """The job as one that leaves its times here; name is `PROGRAM [CONFIGURATION]`."""
        def run():
            processor, clock = now()
            outcome = job()
            processor_after, clock_after = now()
            program, _, configuration = name.rstrip("]").partition(" [")
            self.taken[configuration or "stages"].append((processor_after - processor, clock_after - clock, program))
            return outcome
        return run

    def tell(self):
        for configuration, rows in self.taken.items():
            print(f"{sum(row[0] for row in rows):8.1f} s of the processor, {sum(row[1] for row in rows):8.1f} s: "
                  f"{configuration}, {len(rows)} programs")
            for processor, clock, program in sorted(rows, reverse=True)[:SLOWEST]:
                print(f"{processor:16.1f} {clock:8.1f}  {program}")


def now():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime, time.monotonic()

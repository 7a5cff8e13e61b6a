# Runs the Autobahn suite's fuzzing client on Jython.
# Arguments: the jar with the suite, the echo's address, the folder for the reports.
import sys

suite, url, reports = sys.argv[1:]
sys.path.insert(0, suite)

from autobahntestsuite import wstest

wstest.start(
    {"mode": "fuzzingclient"},
    {
        "failByDrop": False,
        "outdir": reports,
        "servers": [{"agent": "tertulia", "url": url}],
        "cases": ["1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*"],
        "exclude-cases": [],
    },
)

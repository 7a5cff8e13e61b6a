"""A line from the keyboard becomes a message; each message received is printed as one line."""

import sys
import threading

from websockets.sync.client import connect

with connect(sys.argv[1]) as chat:

    def send_what_is_typed():
        for line in sys.stdin:
            chat.send(line.rstrip("\n"))
        chat.close()

    threading.Thread(target=send_what_is_typed, daemon=True).start()
    for text in chat:
        print(text, flush=True)

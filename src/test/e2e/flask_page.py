"""A web page that talks to a chat server through websocket-client, as a small Flask site would.

It knows nothing of Tertulia: what a person types is sent as it is, what comes back is shown.
"""

import os
import threading
import time

import websocket
from flask import Flask, render_template_string, request

ADDRESS = os.environ.get("CHAT_ADDRESS", "ws://localhost:8080")
PORT = int(os.environ.get("PAGE_PORT", "5000"))
RETRY_SECONDS = 1

PAGE = """<!doctype html>
<meta charset="utf-8">
<title>Chat</title>
<p id="state">{{ chat.state }}</p>
<p>Conexión n.º <b id="connection">{{ chat.connection }}</b>, pongs: <b id="pongs">{{ chat.pongs }}</b></p>
{% if error %}<p id="error">{{ error }}</p>{% endif %}
<form method="post"><input name="text" autofocus><button>Enviar</button></form>
<ul>{% for line in chat.received %}<li>{{ line }}</li>{% endfor %}</ul>
"""


class Chat:
    def __init__(self):
        self.state = "sin conexión"
        self.connection = 0
        self.pongs = 0
        self.received = []
        self.app = websocket.WebSocketApp(
            ADDRESS,
            on_open=self.opened,
            on_message=self.message,
            on_pong=self.pong,
            on_close=self.closed,
        )

    def run(self):
        while True:
            self.app.run_forever(ping_interval=20, ping_timeout=10)
            self.state = "sin conexión"
            time.sleep(RETRY_SECONDS)

    def opened(self, app):
        self.connection += 1
        self.pongs = 0
        self.state = "conectado"

    def message(self, app, text):
        self.received.append(text)

    def pong(self, app, payload):
        self.pongs += 1

    def closed(self, app, code, reason):
        self.state = "sin conexión"


chat = Chat()
page = Flask(__name__)


@page.route("/", methods=["GET", "POST"])
def index():
    error = None
    if request.method == "POST":
        try:
            chat.app.send(request.form["text"])
        except (websocket.WebSocketException, OSError):
            error = "No enviado: no hay conexión con el chat"
    return render_template_string(PAGE, chat=chat, error=error)


if __name__ == "__main__":
    threading.Thread(target=chat.run, daemon=True).start()
    page.run(port=PORT)

/*
 * The limit: what it costs to write one pre-built WebSocket frame to each member, and nothing else.
 * One thread, one epoll, one write(2) per delivery. No memory is kept for what the kernel does not
 * take at once: such a member is cut off, so a measurement in which that happens fails.
 *
 *   limit PORT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 20000
#define ROOM 8192

/* The clients of the benchmark all send the key of RFC 6455 §1.3, so its answer is known. */
static const char HANDSHAKE[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

struct client {
  int open;
  int place; /* among the members */
  size_t held;
  unsigned char in[ROOM];
};

static struct client *clients[MOST + 64];
static int members[MOST];
static int count;
static long seq;
static int epoll;

static void end(int fd) {
  struct client *client = clients[fd];
  if (client->open) {
    members[client->place] = members[--count];
    clients[members[client->place]]->place = client->place;
  }
  free(client);
  clients[fd] = NULL;
  close(fd);
}

static size_t frame(unsigned char *out, const char *text, size_t length) {
  char json[ROOM];
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  size_t size = (size_t)snprintf(json, sizeof json,
      "{\"type\":\"message\",\"room\":\"room-0\",\"seq\":%ld,\"mid\":\"0123456789abcdef\","
      "\"from\":{\"id\":\"g-0123456789abcdef\",\"name\":\"publisher\",\"guest\":true},"
      "\"text\":\"%.*s\",\"at\":%lld}",
      ++seq, (int)length, text, now.tv_sec * 1000LL + now.tv_nsec / 1000000);
  size_t header = size < 126 ? 2 : 4;
  out[0] = 0x81;
  out[1] = size < 126 ? (unsigned char)size : 126;
  if (header == 4) {
    out[2] = (unsigned char)(size >> 8);
    out[3] = (unsigned char)size;
  }
  memcpy(out + header, json, size);
  return header + size;
}

static void broadcast(char *payload, size_t length) {
  static const char MARK[] = "\"text\":\"";
  char *text = memmem(payload, length, MARK, sizeof MARK - 1);
  if (!text) return;
  text += sizeof MARK - 1;
  char *quote = memchr(text, '"', length - (size_t)(text - payload));
  if (!quote) return;
  unsigned char out[ROOM + 4];
  size_t size = frame(out, text, (size_t)(quote - text));
  for (int i = 0; i < count; i++) {
    if (write(members[i], out, size) != (ssize_t)size) {
      fprintf(stderr, "a member took less than a whole frame\n");
      shutdown(members[i], SHUT_RDWR);
    }
  }
}

/* Takes the first frame of what is held; 0 when it is not whole. */
static size_t take(struct client *client) {
  unsigned char *in = client->in;
  if (client->held < 6) return 0;
  size_t length = in[1] & 0x7f, at = 2;
  if (length == 126) {
    length = (size_t)in[2] << 8 | in[3];
    at = 4;
  }
  if (client->held < at + 4 + length) return 0;
  for (size_t i = 0; i < length; i++) in[at + 4 + i] ^= in[at + i % 4];
  if ((in[0] & 0x0f) == 1) broadcast((char *)in + at + 4, length);
  return at + 4 + length;
}

static void readable(int fd) {
  struct client *client = clients[fd];
  ssize_t got = read(fd, client->in + client->held, ROOM - client->held);
  if (got <= 0) {
    end(fd);
    return;
  }
  client->held += (size_t)got;
  if (!client->open) {
    if (!memmem(client->in, client->held, "\r\n\r\n", 4)) return;
    client->held = 0;
    client->open = 1;
    client->place = count;
    members[count++] = fd;
    if (write(fd, HANDSHAKE, sizeof HANDSHAKE - 1) < 0) end(fd);
    return;
  }
  for (size_t size = take(client); size > 0; size = take(client)) {
    client->held -= size;
    memmove(client->in, client->in + size, client->held);
  }
}

static void watch(int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void enter(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
  if (fd < 0) return;
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  clients[fd] = calloc(1, sizeof(struct client));
  watch(fd);
}

int main(int arguments, char **argument) {
  if (arguments != 2) {
    fprintf(stderr, "usage: limit PORT\n");
    return 2;
  }
  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((unsigned short)atoi(argument[1])),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1024)) {
    perror("limit");
    return 1;
  }
  epoll = epoll_create1(0);
  watch(listener);
  struct epoll_event events[256];
  for (;;) {
    int ready = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        enter(listener);
      } else if (clients[fd]) {
        readable(fd);
      }
    }
  }
}

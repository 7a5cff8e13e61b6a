package io.tertulia.app.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tertulia.transport.websocket.WriteMode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Every setting of this node. A key under {@code tertulia.} that does not stand here stops the
 * start.
 */
@ConfigMapping(prefix = "tertulia")
public interface TertuliaConfig {
  /** The node's name as clients and logs see it; a random one when not set. */
  Optional<String> node();

  Limits limits();

  Socket socket();

  Retention retention();

  Presence presence();

  Rooms rooms();

  Security security();

  AccessConfig access();

  Cluster cluster();

  Traces traces();

  /** What one client, one address and all together may ask for. */
  interface Limits {
    /**
     * Bytes of a frame, of a message in several frames, and of a body over HTTP: six times what a
     * text may have, since some clients escape each of its bytes, and 16K for what stands around
     * it.
     */
    @WithDefault("409600")
    int frame();

    /** Bytes of a text or of data, as UTF-8. */
    @WithDefault("65536")
    int text();

    /** Rooms that one session may have joined. */
    @WithDefault("500")
    int rooms();

    /** Memberships, one for each session and room, of one user on this node at once. */
    @WithDefault("5000")
    int membershipsPerUser();

    /** Memberships of one address on this node at once. */
    @WithDefault("50000")
    int membershipsPerAddress();

    /** Memberships of everybody on this node at once; above it a join is answered 130. */
    @WithDefault("500000")
    int memberships();

    /** Rooms with a member on this node at once; above it a join of another one is answered 130. */
    @WithDefault("100000")
    int roomsPerNode();

    /** Percent of the heap that may be live after a collection; above it joins are answered 130. */
    @WithDefault("65")
    int heap();

    /** Commands of one session that may be under way. */
    @WithDefault("64")
    int pending();

    /** Missed entries that a join sends before it answers {@code reset behind}. */
    @WithDefault("1000")
    int catchup();

    /** Commands a second of one session; twice as many at once. */
    @WithDefault("30")
    int ratePerSession();

    /** Commands and HTTP requests a second of one user, over all nodes; twice as many at once. */
    @WithDefault("60")
    int ratePerUser();

    /**
     * Commands and HTTP requests a second of one address, over all nodes; twice as many at once.
     */
    @WithDefault("300")
    int ratePerAddress();

    /**
     * Sockets of this node at once; above it an upgrade is answered 503. And as many connections
     * that are no sockets.
     */
    @WithDefault("50000")
    int connections();

    /**
     * Sockets of one address at once; one more is closed with 4502. And as many connections that
     * are no sockets; one more is answered 503.
     */
    @WithDefault("500")
    int connectionsPerAddress();

    /**
     * Upgrades and refused ones a second of one address; twice as many at once. When not set, as
     * many as its connections, and at least 100.
     */
    OptionalInt upgradesPerAddress();

    /** Bytes of HTTP requests that have come and are not answered, of all; above it 503. */
    @WithDefault("16M")
    MemorySize requestBytes();

    /** The same of one address. */
    @WithDefault("4M")
    MemorySize requestBytesPerAddress();
  }

  /** The deadlines of a socket and what may wait for it. */
  interface Socket {
    /**
     * Bytes that may wait for one client; above it entries stay in the log until it reads again.
     */
    @WithDefault("256K")
    MemorySize queue();

    /**
     * How soon a client that speaks JSON must have said hello, and an HTTP request must have come
     * whole.
     */
    @WithDefault("10s")
    Duration hello();

    /** How often a client is pinged. */
    @WithDefault("25s")
    Duration ping();

    /** How soon its pong must come. */
    @WithDefault("15s")
    Duration pong();

    /** How long a client may take nothing of what waits for it before it is closed with 4001. */
    @WithDefault("30s")
    Duration stalled();

    /**
     * Members of one room that an event loop serves before its other rooms and sockets have their
     * turn.
     */
    @WithDefault("100")
    int slice();

    /**
     * By which way frames leave: {@code direct}, past Netty to the descriptor where that is
     * possible; {@code netty}, through its pipeline; {@code plain}, as the framework sends them.
     */
    @WithDefault("direct")
    WriteMode writes();

    /**
     * How old a connection may get; each is sent on, with {@code goaway}, at a random moment in the
     * last quarter of it.
     */
    @WithDefault("12h")
    Duration age();
  }

  /** How much the log in memory keeps. */
  interface Retention {
    /** Entries of one room. */
    @WithDefault("10000")
    int entries();

    /** The age of an entry. */
    @WithDefault("24h")
    Duration age();

    /** Bytes of one room. */
    @WithDefault("16M")
    MemorySize roomBytes();

    /** Bytes of all rooms together. */
    @WithDefault("128M")
    MemorySize bytes();

    /** For how long at least a key is recognised when it is sent again. */
    @WithDefault("10m")
    Duration dedupe();

    /** Keys of all rooms that are recognised at once; above it a say is refused. */
    @WithDefault("1000000")
    int marks();
  }

  /** When a room is told who came and went. */
  interface Presence {
    /** How long arrivals are gathered. */
    @WithDefault("250ms")
    Duration join();

    /** How long a member may be away without having left. */
    @WithDefault("4s")
    Duration leave();
  }

  /** What people in a room are told of each other. */
  interface Rooms {
    /** Whether those in a room of at most 50 are told who has read and received what. */
    @WithDefault("true")
    boolean receipts();
  }

  /** Many nodes over one Redis; of no effect until {@code quarkus.redis.hosts} is set. */
  interface Cluster {
    /** Begins the name of every key and channel in Redis; the same on every node. */
    @WithDefault("tertulia")
    String prefix();

    /** How long one call of Redis may take. */
    @WithDefault("900ms")
    Duration call();

    /** How long a say may take in all before it is answered that it failed. */
    @WithDefault("1500ms")
    Duration say();

    /** How often the rooms of this node are compared with the log. */
    @WithDefault("1s")
    Duration check();

    /** For how long at least what was stored is held here, to be put back if Redis loses it. */
    @WithDefault("2m")
    Duration tail();

    /** Bytes of all that is held so. */
    @WithDefault("64M")
    MemorySize tailBytes();

    /** How long a room stays subscribed after its last member here has left. */
    @WithDefault("5s")
    Duration release();

    /**
     * How long Redis may be away before this node sends its clients to another one, with close code
     * 4003.
     */
    @WithDefault("5m")
    Duration away();

    /** How long a node may be silent before its members count as gone. */
    @WithDefault("6s")
    Duration lease();

    /**
     * Clients a second that are sent on, with {@code goaway}, while this node has more than 1.25
     * times as many as the others have on average, none that came in the last 10 s; 0 for none.
     */
    @WithDefault("5")
    int shed();
  }

  /** Who may enter. */
  interface Security {
    /**
     * Origins of pages, beside the server's own, that may connect and post, like
     * https://chat.example.org, or capacitor://localhost of an app.
     */
    Optional<Set<String>> origins();

    /**
     * Names that this node answers for, beside those of the origins, its own, every address and
     * every name without a dot, like chat.example.org; *.example.org for all under it, * for every
     * name.
     */
    Optional<Set<String>> hosts();

    /**
     * What signs the credentials of guests and what nodes tell each other; the same on every node.
     * A random one, and for nodes a known one, when not set.
     */
    Optional<String> secret();

    /** The cluster's name: a guest of another cluster is a stranger here. */
    @WithDefault("tertulia")
    String cluster();

    /** How long a guest's credential is good for. */
    @WithDefault("30d")
    Duration guest();
  }

  /** What is told of the way of a message. */
  interface Traces {
    /**
     * Where spans are sent by OTLP over HTTP, like http://collector:4318/v1/traces; not set,
     * nothing is traced.
     */
    Optional<String> endpoint();

    /** Which part of what is said is traced, from 0 to 1. */
    @WithDefault("1.0")
    double ratio();
  }
}

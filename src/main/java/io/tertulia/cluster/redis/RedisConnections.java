package io.tertulia.cluster.redis;

import io.tertulia.cluster.house.HouseStore;
import io.tertulia.cluster.limits.Counters;
import io.tertulia.cluster.log.Channels;
import io.tertulia.cluster.log.LogServer;
import io.tertulia.cluster.log.Loop;
import io.tertulia.cluster.redis.connection.OneMaster;
import io.tertulia.cluster.redis.connection.RedisLink;
import io.tertulia.cluster.redis.growing.RedisGrowing;
import io.tertulia.cluster.redis.house.RedisHouseStore;
import io.tertulia.cluster.redis.house.RedisOwnRooms;
import io.tertulia.cluster.redis.log.LogLimits;
import io.tertulia.cluster.redis.log.RedisLogServer;
import io.tertulia.cluster.redis.log.RedisNames;
import io.tertulia.cluster.redis.log.Scripts;
import io.tertulia.cluster.redis.mine.RedisMyRooms;
import io.tertulia.cluster.redis.mine.RedisSummaries;
import io.tertulia.node.NodeMessages;
import io.tertulia.room.access.Tickets;
import io.tertulia.room.growing.Growing;
import io.tertulia.room.members.own.OwnRooms;
import io.tertulia.room.mine.MyRooms;
import io.tertulia.room.mine.Summaries;
import io.vertx.redis.client.Redis;
import java.lang.System.Logger.Level;
import java.security.Key;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One node's three connections to Redis, kept up and all to one master, and the ports that they
 * carry: one for what is said, so that nothing stands in front of it, one for what is read, one
 * that hears.
 */
public final class RedisConnections {
  private static final System.Logger LOG = System.getLogger(RedisConnections.class.getName());

  /** Milliseconds between two looks whether Redis is still a master. */
  private static final long ASK = 1_000;

  private final Loop loop;
  private final OneMaster master = new OneMaster();
  private final RedisLink writing;
  private final RedisLink reading;
  private final RedisLogServer server;
  private final RedisChannels channels;
  private final RedisCounters counters;
  private final RedisTickets tickets;
  private final RedisOwnRooms ownRooms;
  private final HouseStore house;
  private final Growing growing;
  private final MyRooms myRooms;
  private final Summaries summaries;
  private boolean up;
  private boolean closed;
  private @Nullable Long awaySince;
  private @Nullable Listener listener;

  /** Whether the log can be reached. On the loop. */
  public interface Listener {
    void up();

    void away();
  }

  /**
   * @param node a name that no other node has
   * @param names of every key and channel
   * @param call how long a call may take, in milliseconds
   * @param key signs what nodes tell each other
   */
  public record Settings(String node, RedisNames names, long call, LogLimits limits, Key key) {}

  /**
   * @param clients makes a new client for each connection
   * @param stray as for {@link RedisChannels.Settings}
   */
  public RedisConnections(Loop loop, Supplier<Redis> clients, Settings settings, Runnable stray) {
    this.loop = loop;
    RedisLink.Settings link = RedisLink.Settings.of(settings.call);
    Scripts scripts = new Scripts(settings.limits);
    List<String> sources =
        Stream.of(scripts.sources(), RedisMyRooms.sources()).flatMap(List::stream).toList();
    this.writing = new RedisLink(loop, clients, link, sources, new Heard(this::writing));
    this.reading = new RedisLink(loop, clients, link, sources, new Heard(this::reading));
    this.server = new RedisLogServer(writing, reading, loop, settings.names, settings.limits);
    String prefix = settings.names.channels();
    this.channels =
        new RedisChannels(
            loop,
            clients,
            writing,
            master,
            new RedisChannels.Settings(prefix, settings.node, settings.key, stray));
    this.counters = new RedisCounters(reading, loop, settings.names.prefix());
    this.tickets = new RedisTickets(reading, loop, settings.names.prefix());
    this.ownRooms = new RedisOwnRooms(reading, loop, settings.names.prefix());
    this.house = new RedisHouseStore(reading, loop, settings.names.prefix());
    this.growing =
        new RedisGrowing(writing, loop, scripts.grow(), settings.names, channels::sealed);
    this.summaries =
        new RedisSummaries(reading, loop, scripts.summary(), settings.names, server::time);
    this.myRooms = new RedisMyRooms(reading, loop, settings.names.prefix());
  }

  public LogServer server() {
    return server;
  }

  public Channels channels() {
    return channels;
  }

  public NodeMessages nodeMessages() {
    return channels.nodeMessages();
  }

  public Counters counters() {
    return counters;
  }

  public Tickets tickets() {
    return tickets;
  }

  /** What grows in the rooms. */
  public Growing growing() {
    return growing;
  }

  public Summaries summaries() {
    return summaries;
  }

  public MyRooms myRooms() {
    return myRooms;
  }

  public OwnRooms ownRooms() {
    return ownRooms;
  }

  public HouseStore house() {
    return house;
  }

  /** Any thread. */
  public void start(Listener heard) {
    loop.execute(
        () -> {
          listener = heard;
          writing.start();
          reading.start();
          channels.start();
          loop.after(ASK, this::tick);
        });
  }

  private void tick() {
    if (!closed) {
      loop.after(ASK, this::tick);
      master.ask();
    }
  }

  /** For good. */
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          channels.close();
          reading.close();
          writing.close();
        });
  }

  private RedisLink writing() {
    return writing;
  }

  private RedisLink reading() {
    return reading;
  }

  /** One line of the log for each change: both connections together are Redis. */
  private void changed(String why) {
    boolean now = writing.isUp() && reading.isUp();
    if (now && !up) {
      LOG.log(Level.INFO, "Redis answers{0}", away());
    } else if (!now && up && !closed) {
      awaySince = loop.now();
      LOG.log(Level.WARNING, "Redis is away: {0}", why);
    }
    up = now;
    Listener to = listener;
    if (to != null && now) {
      to.up();
    } else if (to != null) {
      to.away();
    }
  }

  private String away() {
    return awaySince == null
        ? ""
        : String.format(Locale.ROOT, " again, after %.1f s", (loop.now() - awaySince) / 1000.0);
  }

  /** One of the links. */
  private final class Heard implements RedisLink.Listener {
    private final Supplier<RedisLink> link;

    private Heard(Supplier<RedisLink> link) {
      this.link = link;
    }

    @Override
    public void up(long incarnation, String server) {
      master.up(link.get(), server);
      changed("");
    }

    @Override
    public void down(String why) {
      changed(why);
      master.down(link.get(), why);
    }
  }
}

package io.tertulia.cluster.redis.log;

import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.LogServer.Append;
import io.tertulia.cluster.log.LogServer.Repair;
import io.tertulia.cluster.log.TracePrefix;
import io.tertulia.cluster.redis.log.Scripts.Script;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Needs;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.amendment.Amendment;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.Role;
import io.tertulia.room.members.RuleChange;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Redis is asked of rooms: scripts with their keys and arguments, as each script lists them.
 */
final class LogRequests {
  private static final List<String> NOBODY = List.of("", "", "", "", "");

  private final Scripts scripts;
  private final RedisNames names;

  LogRequests(Scripts scripts, RedisNames names) {
    this.scripts = scripts;
    this.names = names;
  }

  /** As long as nobody has looked for what the draft points at. */
  static Sought sought(Draft draft) {
    return new Sought(draft.replyTo() == null ? "" : draft.replyTo(), "");
  }

  /**
   * What a draft points at, as append.lua is told of it.
   *
   * @param replyTo empty when nobody has to look for it
   * @param place seq of the message that it amends, empty when that is not known
   */
  record Sought(String replyTo, String place) {
    /** The same after a message was found. */
    Sought found(Draft draft, String mid, long seq) {
      Amendment amendment = draft.amendment();
      boolean amended = amendment != null && amendment.ref().equals(mid);
      return new Sought(replyTo.equals(mid) ? "" : replyTo, amended ? String.valueOf(seq) : place);
    }
  }

  Request append(Append append, Sought sought) {
    Draft draft = append.draft();
    RoomKeys keys = keys(append.room());
    Authority author = author(append);
    Request request =
        fence(call(keys, author), keys, append.known(), append.nonce())
            .arg(append.notAfter())
            .arg(draft.mid())
            .arg(draft.head())
            .arg(draft.tail())
            .arg(sought.replyTo());
    more(draft, author, sought.place()).forEach(request::arg);
    return request;
  }

  /** Null when nobody has to know it. */
  private static @Nullable Authority author(Append append) {
    Needs needs = append.draft().needs();
    boolean asked = append.isRuled() || needs.amendment() != null || needs.least() != Role.NONE;
    return asked && append.draft().warrant() instanceof Authority known ? known : null;
  }

  /** What most entries do not need, from the trace on. */
  private static List<String> more(Draft draft, @Nullable Authority author, String place) {
    Needs needs = draft.needs();
    Amendment amendment = needs.amendment();
    String parent = draft.traceparent();
    List<String> more = new ArrayList<>(9);
    more.add(parent == null ? "" : TracePrefix.of(parent));
    if (author == null) {
      more.addAll(NOBODY);
    } else {
      more.add(author.id());
      more.add(String.valueOf(author.rank()));
      more.add(author.byDefault().read().wireName());
      more.add(author.byDefault().say().wireName());
      more.add(String.valueOf(needs.least().rank()));
    }
    more.add(amendment == null ? "" : amendment.ref());
    more.add(place);
    more.add(String.join(" ", needs.mentions()));
    while (!more.isEmpty() && more.getLast().isEmpty()) {
      more.removeLast();
    }
    return more;
  }

  private Request call(RoomKeys keys, @Nullable Authority author) {
    return author == null
        ? scripts
            .append()
            .call(
                keys.meta(),
                keys.stream(),
                keys.even(),
                keys.odd(),
                keys.overlays(),
                keys.reactions(),
                keys.mentions())
        : scripts
            .append()
            .call(
                keys.meta(),
                keys.stream(),
                keys.even(),
                keys.odd(),
                keys.overlays(),
                keys.reactions(),
                keys.mentions(),
                keys.people(),
                keys.said(author.id()));
  }

  Request change(Append append, RuleChange change) {
    Draft draft = append.draft();
    RuleChange.Person person = change.person();
    return fenced(scripts.change(), append.room(), append.known(), append.nonce())
        .arg(append.notAfter())
        .arg(draft.mid())
        .arg(draft.head())
        .arg(draft.tail())
        .arg(change.version())
        .arg(change.onlyUnused() ? 1 : 0)
        .arg(change.rules().text())
        .arg(change.title() == null ? "" : "=" + change.title())
        .arg(change.topic() == null ? "" : "=" + change.topic())
        .arg(person == null ? "" : person.user())
        .arg(person == null ? "" : person.standing().text());
  }

  Request repair(Repair repair) {
    Request request = fenced(scripts.repair(), repair.room(), repair.known(), repair.nonce());
    for (Entry entry : repair.entries()) {
      Draft draft = EntryBytes.cut(repair.room(), entry);
      if (draft != null) {
        request
            .arg(entry.position().epoch())
            .arg(entry.position().seq())
            .arg(entry.at())
            .arg(draft.mid())
            .arg(draft.head())
            .arg(draft.tail())
            .arg(ChangeWords.of(entry));
      }
    }
    return request;
  }

  Request check(RoomId room) {
    return Request.cmd(Command.HMGET)
        .arg(keys(room).meta())
        .arg("top")
        .arg("forks")
        .arg("c")
        .arg("rules");
  }

  /** For the node itself. */
  Request read(RoomId room, Query query) {
    RoomKeys keys = keys(room);
    return asking(scripts.read().call(keys.meta(), keys.stream(), keys.overlays()), query);
  }

  Request readByAnybody(RoomId room, Query query) {
    return read(room, query).arg("*");
  }

  Request readBy(Authority reader, RoomId room, Query query) {
    RoomKeys keys = keys(room);
    Script read = scripts.read();
    return asking(read.call(keys.meta(), keys.stream(), keys.overlays(), keys.people()), query)
        .arg(reader.id());
  }

  Request rules(RoomId room) {
    Request request = Request.cmd(Command.HMGET).arg(keys(room).meta());
    List.of("rules", "title", "topic", "top").forEach(request::arg);
    return request;
  }

  Request people(RoomId room, List<String> people) {
    Request request = Request.cmd(Command.HMGET).arg(keys(room).people());
    people.forEach(request::arg);
    return request;
  }

  private static Request asking(Request read, Query query) {
    Position cursor = query.cursor();
    return read.arg(query.direction().name())
        .arg(cursor == null ? "" : cursor.epoch())
        .arg(cursor == null ? 0 : cursor.seq())
        .arg(query.limit())
        .arg(query.bytes())
        .arg(query.view().name());
  }

  private Request fenced(Script script, RoomId room, @Nullable Position known, String nonce) {
    RoomKeys keys = keys(room);
    return fence(
        script.call(
            keys.meta(),
            keys.stream(),
            keys.even(),
            keys.odd(),
            keys.overlays(),
            keys.reactions(),
            keys.mentions(),
            keys.people()),
        keys,
        known,
        nonce);
  }

  private static Request fence(
      Request request, RoomKeys keys, @Nullable Position known, String nonce) {
    return request
        .arg(keys.channel())
        .arg(known == null ? "" : known.epoch())
        .arg(known == null ? 0 : known.seq())
        .arg(nonce);
  }

  private RoomKeys keys(RoomId room) {
    return RoomKeys.of(names, room);
  }
}

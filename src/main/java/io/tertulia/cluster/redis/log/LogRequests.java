package io.tertulia.cluster.redis.log;

import io.tertulia.cluster.log.EntryBytes;
import io.tertulia.cluster.log.LogServer.Append;
import io.tertulia.cluster.log.LogServer.Repair;
import io.tertulia.cluster.log.TracePrefix;
import io.tertulia.room.Entry;
import io.tertulia.room.MessageLog.Draft;
import io.tertulia.room.MessageLog.Query;
import io.tertulia.room.Position;
import io.tertulia.room.RoomId;
import io.tertulia.room.members.Authority;
import io.tertulia.room.members.RuleChange;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Redis is asked of rooms: scripts with their keys and arguments, as each script lists them.
 */
final class LogRequests {
  private final Scripts scripts;
  private final RedisNames names;

  LogRequests(Scripts scripts, RedisNames names) {
    this.scripts = scripts;
    this.names = names;
  }

  /**
   * @param replyTo empty when nobody has to look for it
   */
  Request append(Append append, String replyTo) {
    Draft draft = append.draft();
    RoomKeys keys = keys(append.room());
    Authority author =
        append.isRuled() && draft.warrant() instanceof Authority known ? known : null;
    Request request =
        fence(call(keys, author), keys, append.known(), append.nonce())
            .arg(append.notAfter())
            .arg(draft.mid())
            .arg(draft.head())
            .arg(draft.tail())
            .arg(replyTo);
    if (draft.traceparent() != null) {
      request.arg(TracePrefix.of(draft.traceparent()));
    } else if (author != null) {
      request.arg("");
    }
    if (author != null) {
      request
          .arg(author.id())
          .arg(author.rank())
          .arg(author.byDefault().read().wireName())
          .arg(author.byDefault().say().wireName());
    }
    return request;
  }

  private Request call(RoomKeys keys, @Nullable Authority author) {
    return author == null
        ? scripts.append().call(keys.meta(), keys.stream(), keys.even(), keys.odd())
        : scripts
            .append()
            .call(
                keys.meta(),
                keys.stream(),
                keys.even(),
                keys.odd(),
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
    return Request.cmd(Command.HMGET).arg(keys(room).meta()).arg("top").arg("forks").arg("rules");
  }

  /** For the node itself. */
  Request read(RoomId room, Query query) {
    RoomKeys keys = keys(room);
    return asking(scripts.read().call(keys.meta(), keys.stream()), query);
  }

  Request readByAnybody(RoomId room, Query query) {
    return read(room, query).arg("*");
  }

  Request readBy(Authority reader, RoomId room, Query query) {
    RoomKeys keys = keys(room);
    return asking(scripts.read().call(keys.meta(), keys.stream(), keys.people()), query)
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
        .arg(query.bytes());
  }

  private Request fenced(
      Scripts.Script script, RoomId room, @Nullable Position known, String nonce) {
    RoomKeys keys = keys(room);
    return fence(
        script.call(keys.meta(), keys.stream(), keys.even(), keys.odd(), keys.people()),
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

package io.tertulia.heart;

import com.fasterxml.jackson.databind.JsonNode;
import io.tertulia.format.BareFormat;
import io.tertulia.format.BareText.Language;
import io.tertulia.format.Format;
import io.tertulia.format.Frame;
import io.tertulia.format.JsonFormat;
import io.tertulia.protocol.Command;
import io.tertulia.room.Identity;
import io.tertulia.room.RoomId;
import io.tertulia.room.access.Principal;
import io.tertulia.session.Session;
import java.util.List;

/**
 * Somebody with a connection: what they send, and what they hear, in words short enough to read.
 */
public final class Person {
  private final HeartNode node;
  private final RecordingConnection connection;
  private final Session session;
  private boolean silent;

  private Person(HeartNode node, RecordingConnection connection, Format format) {
    this.node = node;
    this.connection = connection;
    ManualLoop loop = (ManualLoop) connection.loop();
    this.session = new Session(connection, node.context, format, loop.wheel(), loop.work());
    node.add(this);
  }

  /** From now on no ping is answered. */
  public void fallSilent() {
    silent = true;
  }

  void answerPing() {
    if (!silent && connection.queuedBytes() == 0) {
      session.pong();
    }
  }

  static Person json(HeartNode node, RecordingConnection connection) {
    return new Person(node, connection, new JsonFormat());
  }

  /** A client without sub-protocol that has come into a room. */
  public static Person bare(HeartNode node, String name, String room, Language language) {
    return bare(node, name, room, new BareFormat(language, false));
  }

  /** The same, who asked for the bytes that others send. */
  public static Person bareWithBinary(HeartNode node, String name, String room) {
    return bare(node, name, room, new BareFormat(Language.ES, true));
  }

  private static Person bare(HeartNode node, String name, String room, Format format) {
    Person person = new Person(node, node.connection(), format);
    person.session.enter(Principal.guest(new Identity("id-" + name, name, true)), new RoomId(room));
    node.settle();
    return person;
  }

  public Session session() {
    return session;
  }

  public RecordingConnection connection() {
    return connection;
  }

  /** Sends one frame, with {@code '} for {@code "}, and has everything run that comes of it. */
  public void sends(String frame) {
    sendsAndLeaves(frame);
    node.settle();
  }

  /** Sends one frame and leaves the loops as they are. */
  public void sendsAndLeaves(String frame) {
    session.receive(node.decoder.decode(frame.replace('\'', '"')));
  }

  public void receives(Command command) {
    session.receive(List.of(command));
    node.settle();
  }

  public void joins(String room) {
    sends("{'type':'join','id':7,'room':'" + room + "'}");
  }

  public void says(String room, String text) {
    sends("{'type':'say','id':9,'room':'" + room + "','text':'" + text + "'}");
  }

  /** What came since the last call, pings left out. */
  public List<String> heard() {
    return frames().stream().map(Person::inShort).toList();
  }

  /** The same as it was sent. */
  public List<JsonNode> events() {
    return frames().stream().map(frame -> Told.parse(RecordingConnection.payload(frame))).toList();
  }

  /** The texts of a client that reads no JSON; bytes as {@code <…>}. */
  public List<String> lines() {
    return frames().stream()
        .map(
            frame ->
                RecordingConnection.isBinary(frame)
                    ? "<" + RecordingConnection.payload(frame) + ">"
                    : RecordingConnection.payload(frame))
        .toList();
  }

  public long pings() {
    return connection.written().stream().filter(RecordingConnection::isPing).count();
  }

  private static String inShort(Frame frame) {
    return Told.inShort(Told.parse(RecordingConnection.payload(frame)));
  }

  private List<Frame> frames() {
    return connection.written().stream()
        .filter(frame -> !RecordingConnection.isPing(frame))
        .toList();
  }
}

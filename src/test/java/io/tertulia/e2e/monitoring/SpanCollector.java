package io.tertulia.e2e.monitoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes spans by OTLP over HTTP as a collector does, and keeps what ties them together. */
final class SpanCollector implements AutoCloseable {
  private final List<TracedSpan> spans = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /**
   * @param parent empty for none
   * @param node service.instance.id of who sent it
   */
  record TracedSpan(
      String name, String trace, String id, String parent, String node, long start, long end) {}

  /** A field of a protobuf message: its number and, if it is a submessage or bytes, those. */
  private record Field(int number, byte[] bytes, long value) {}

  SpanCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  List<TracedSpan> spans(String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  private void take(HttpExchange request) throws IOException {
    for (Field resourceSpans : fields(request.getRequestBody().readAllBytes())) {
      List<Field> parts = fields(resourceSpans.bytes());
      String node = node(parts);
      for (Field scope : all(parts, 2)) {
        all(fields(scope.bytes()), 2).forEach(span -> spans.add(span(span.bytes(), node)));
      }
    }
    request.sendResponseHeaders(200, -1);
    request.close();
  }

  private static String node(List<Field> resourceSpans) {
    for (Field resource : all(resourceSpans, 1)) {
      for (Field attribute : all(fields(resource.bytes()), 1)) {
        List<Field> pair = fields(attribute.bytes());
        if (text(first(pair, 1).bytes()).equals("service.instance.id")) {
          return text(first(fields(first(pair, 2).bytes()), 1).bytes());
        }
      }
    }
    return "";
  }

  private static TracedSpan span(byte[] bytes, String node) {
    List<Field> fields = fields(bytes);
    HexFormat hex = HexFormat.of();
    return new TracedSpan(
        text(first(fields, 5).bytes()),
        hex.formatHex(first(fields, 1).bytes()),
        hex.formatHex(first(fields, 2).bytes()),
        hex.formatHex(first(fields, 4).bytes()),
        node,
        first(fields, 7).value(),
        first(fields, 8).value());
  }

  private static List<Field> all(List<Field> fields, int number) {
    return fields.stream().filter(field -> field.number() == number).toList();
  }

  private static Field first(List<Field> fields, int number) {
    List<Field> all = all(fields, number);
    return all.isEmpty() ? new Field(number, new byte[0], 0) : all.getFirst();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<Field> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >>> 3);
      fields.add(
          switch ((int) tag & 7) {
            case 0 -> new Field(number, new byte[0], varint(in));
            case 1 -> new Field(number, new byte[0], in.getLong());
            case 2 -> new Field(number, bytes(in, (int) varint(in)), 0);
            case 5 -> new Field(number, new byte[0], in.getInt());
            default -> throw new IllegalArgumentException("not protobuf");
          });
    }
    return fields;
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

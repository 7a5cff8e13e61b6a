package io.tertulia.protocol.json;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Frames for tests, with ' for ". */
final class BadFrames {
  private BadFrames() {}

  static String say(String fields) {
    return "{'type':'say','id':1,'room':'a'," + fields + "}";
  }

  static String helloInto(int rooms) {
    return IntStream.range(0, rooms)
        .mapToObj(i -> "'r" + i + "':null")
        .collect(Collectors.joining(",", "{'type':'hello','id':1,'rooms':{", "}}"));
  }
}

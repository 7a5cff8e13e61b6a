package io.tertulia.protocol.json;

/** Frames for tests, with ' for ". */
final class BadFrames {
  private BadFrames() {}

  static String say(String fields) {
    return "{'type':'say','id':1,'room':'a'," + fields + "}";
  }
}

package io.tertulia.e2e.interop;

import java.util.List;

/** A server that the Flask page may be pointed at; stopped and started again on the same port. */
interface ChatServer extends AutoCloseable {

  int port();

  /** The texts a newcomer is sent without having said anything. */
  List<String> greeting();

  String answerTo(String text);

  /** What everybody is sent when the server is stopped. */
  List<String> farewell();

  void stop();

  void restart();

  @Override
  default void close() {
    stop();
  }
}

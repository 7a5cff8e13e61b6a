package io.tertulia.ops.drain;

import java.lang.reflect.Proxy;
import org.jboss.logging.Logger;

/**
 * Hears the signals that come while the node ends already, which the JVM itself ignores by then.
 * The only way to them is a class that the compiler warns of in a manner that cannot be silenced,
 * therefore by reflection.
 */
final class SecondSignal {
  private static final Logger LOG = Logger.getLogger(SecondSignal.class);

  private SecondSignal() {}

  /** From now on SIGTERM and SIGINT (Ctrl-C) do this, on a thread of the JVM. */
  static void then(Runnable action) {
    for (String signal : new String[] {"TERM", "INT"}) {
      try {
        handle(signal, action);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        LOG.debugf(e, "SIG%s will not hurry the shutdown", signal);
      }
    }
  }

  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object runs =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              action.run();
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), runs);
  }
}

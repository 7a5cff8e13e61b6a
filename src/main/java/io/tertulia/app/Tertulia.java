package io.tertulia.app;

import io.quarkus.bootstrap.runner.RunnerClassLoader;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.tertulia.app.config.UnknownEnvironmentCheck;
import io.tertulia.app.start.ConfigFileCheck;
import io.tertulia.app.start.Misspelt;
import io.tertulia.app.start.Mode;
import io.tertulia.app.start.StartFailure;
import io.tertulia.session.shared.SessionContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The program: starts the node and says where it is, or in one sentence why it cannot start. */
@QuarkusMain
public final class Tertulia implements QuarkusApplication {
  private final SessionContext context;

  Tertulia(SessionContext context) {
    this.context = context;
  }

  public static void main(String... arguments) {
    refuse(ConfigFileCheck.settings(Path.of("").toAbsolutePath(), Tertulia::early));
    refuse(
        Misspelt.complaints(
            System.getProperties().stringPropertyNames(),
            System.getenv().keySet(),
            UnknownEnvironmentCheck::names));
    Quarkus.run(Tertulia.class, Tertulia::exit, arguments);
  }

  private static void refuse(List<String> complaints) {
    if (!complaints.isEmpty()) {
      complaints.forEach(System.err::println);
      System.exit(1);
    }
  }

  /** A setting before any file was read. */
  private static @Nullable String early(String name) {
    String variable = name.replace('.', '_').toUpperCase(Locale.ROOT);
    return System.getProperty(name, System.getenv(variable));
  }

  /** Called once everything is open. */
  @Override
  public int run(String... arguments) {
    if (Thread.currentThread().getContextClassLoader() instanceof RunnerClassLoader jars) {
      // What only the start needed, some eighty open files among it.
      jars.resetInternalCaches();
    }
    Config config = ConfigProvider.getConfig();
    Logger log = Logger.getLogger(Tertulia.class);
    log.infof(
        "Tertulia is open at http://localhost:%s (health and metrics: port %s).",
        config.getValue("quarkus.http.port", String.class),
        config.getValue("quarkus.management.port", String.class));
    Mode.redis(config)
        .ifPresentOrElse(
            redis -> {
              tellCluster(log, redis);
              warnWithoutSecret(log, config);
            },
            () -> tellAlone(log));
    warnOfDevelopment(log, config);
    Quarkus.waitForExit();
    return 0;
  }

  private void tellCluster(Logger log, String redis) {
    log.infof(
        "This is %s of a cluster over Redis at %s; messages are kept there.",
        context.rules().node(), redis);
  }

  private static void warnWithoutSecret(Logger log, Config config) {
    if (config.getOptionalValue("tertulia.security.secret", String.class).isEmpty()) {
      log.warn(
          "tertulia.security.secret is not set: a guest of this node is a stranger to the others,"
              + " and so is an Idempotency-Key, which may be stored twice then; and whoever may"
              + " publish in this Redis can speak for a node. Set the same one on every node.");
    }
  }

  private static void warnOfDevelopment(Logger log, Config config) {
    if (config.getOptionalValue("tertulia.access.development.secret", String.class).isPresent()) {
      log.warn(
          "DEVELOPMENT ISSUER: tokens of ./mvnw token are taken here, and whoever has its secret is"
              + " whoever they like, an administrator too. Not for a server that others reach.");
    }
  }

  private static void tellAlone(Logger log) {
    log.info(
        "Everything is kept in this process's memory: nothing that is said survives a restart.");
    log.info(
        "This is one node that stands alone: for a cluster run ./mvnw cluster, or set "
            + Mode.HOSTS
            + ".");
  }

  private static void exit(int code, @Nullable Throwable failure) {
    if (failure != null) {
      Config config = ConfigProvider.getConfig();
      String sentence = StartFailure.sentence(failure, config, UnknownEnvironmentCheck.names());
      if (sentence == null) {
        Logger.getLogger(Tertulia.class)
            .errorf("Tertulia could not start: %s", StartFailure.stack(failure, config));
      } else {
        System.err.println(sentence);
      }
    }
    System.exit(code);
  }
}

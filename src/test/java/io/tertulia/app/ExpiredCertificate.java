package io.tertulia.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A certificate for localhost that was good from ten days ago until five days ago, and the
 * authority that gave it; both made by the JDK's own keytool.
 */
final class ExpiredCertificate {
  static final String PASSWORD = "only-for-tests";

  private final Path folder;

  ExpiredCertificate() throws IOException {
    Files.createDirectories(Path.of("target", "tls"));
    folder = Files.createTempDirectory(Path.of("target", "tls"), "expired-").toAbsolutePath();
    keytool(
        "-genkeypair -alias ca -keyalg EC -dname CN=authority -ext bc:c=ca:true -validity 99",
        "ca");
    keytool("-exportcert -rfc -alias ca -file ca.pem", "ca");
    keytool("-genkeypair -alias it -keyalg EC -dname CN=localhost", "it");
    keytool("-certreq -alias it -file it.csr", "it");
    keytool(
        "-gencert -rfc -alias ca -infile it.csr -outfile it.pem -startdate -10d -validity 5"
            + " -ext SAN=dns:localhost,ip:127.0.0.1",
        "ca");
    keytool("-importcert -noprompt -alias ca -file ca.pem", "it");
    keytool("-importcert -noprompt -alias it -file it.pem", "it");
  }

  /** The authority's own certificate, which is good. */
  Path authority() {
    return folder.resolve("ca.pem");
  }

  /** The certificate itself with its key, under {@link #PASSWORD}. */
  Path store() {
    return folder.resolve("it.p12");
  }

  /** Listens with it; whoever shakes hands sees it. */
  SSLServerSocket listen() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store())) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
  }

  private void keytool(String arguments, String store) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store + ".p12"));
    command.addAll(List.of("-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    try {
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IOException("keytool failed: " + arguments);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

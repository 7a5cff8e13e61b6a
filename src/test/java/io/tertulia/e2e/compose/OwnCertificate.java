package io.tertulia.e2e.compose;

import io.tertulia.e2e.proxy.running.SelfMade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import javax.net.ssl.SSLContext;

/** Somebody's own certificate, in a folder as the compose file wants it. */
record OwnCertificate(String folder, SelfMade made) {
  static OwnCertificate make() {
    Path folder = Path.of("target", "compose", "certificates").toAbsolutePath();
    try {
      Files.createDirectories(folder);
      SelfMade made = SelfMade.in(folder);
      Path chain = folder.resolve("fullchain.pem");
      Path key = folder.resolve("privkey.pem");
      Files.copy(folder.resolve("chat.crt"), chain, StandardCopyOption.REPLACE_EXISTING);
      Files.copy(folder.resolve("chat.key"), key, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
      return new OwnCertificate(folder.toString(), made);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What trusts this certificate and no other. */
  SSLContext trust() {
    return made.trust();
  }
}

package io.tertulia.attack.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process takes, in megabytes. Its highest is looked for ten times a second. */
public final class Memory implements AutoCloseable {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final long EVERY_NANOS = 100_000_000;

  private final long pid;
  private volatile long peak;
  private volatile boolean over;

  public Memory(long pid) {
    this.pid = pid;
    this.peak = resident();
    Thread.ofPlatform().daemon().name("memory").start(this::watch);
  }

  public long resident() {
    try {
      Matcher found = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return found.find() ? Long.parseLong(found.group(1)) >> 10 : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  public long peak() {
    return peak;
  }

  /** What is left of the heap after a full collection; stands the process still for a moment. */
  public long live() {
    ask("GC.run");
    Matcher found = USED.matcher(ask("GC.heap_info"));
    return found.find() ? Long.parseLong(found.group(1)) >> 10 : -1;
  }

  private String ask(String command) {
    try {
      String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      Process asked = new ProcessBuilder(jcmd, "" + pid, command).redirectErrorStream(true).start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void watch() {
    while (!over) {
      peak = Math.max(peak, resident());
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }

  @Override
  public void close() {
    over = true;
  }
}

package io.tertulia.tcp;

import java.util.List;
import java.util.function.Consumer;

/** Some connections through a proxy, as they were when they were chosen. Any thread. */
public final class Lines {
  private final List<Line> all;

  Lines(List<Line> all) {
    this.all = List.copyOf(all);
  }

  public int count() {
    return all.size();
  }

  /** Ends them with FIN on both sides; says how many. */
  public int end() {
    return each(Line::end);
  }

  /** Ends them with RST on both sides, so that what is under way is lost; says how many. */
  public int cut() {
    return each(Line::cut);
  }

  /** The server sees them end, the client hears nothing any more; says how many. */
  public int abandon() {
    return each(Line::abandon);
  }

  /**
   * What the server sends is not read until {@link TcpProxy#heal()}, so that it piles up there;
   * says how many.
   */
  public int hold() {
    return each(Line::hold);
  }

  private int each(Consumer<Line> action) {
    all.forEach(action);
    return count();
  }
}

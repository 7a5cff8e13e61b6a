package io.tertulia.docs;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands of a document: what is indented by four, or stands between fences.
 *
 * @param mark the comment in the line before it, which says who runs it; else empty
 */
record CommandBlock(String mark, List<String> lines) {
  private static final Pattern RUN_BY = Pattern.compile("<!-- run by (\\w+) -->");
  private static final Pattern SAYS = Pattern.compile(" # →(.*)$");
  private static final String INDENT = "    ";

  static List<CommandBlock> of(Path document) throws IOException {
    List<CommandBlock> blocks = new ArrayList<>();
    String mark = "";
    boolean fenced = false;
    boolean inside = false;
    boolean afterBlank = true;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("```")) {
        fenced = !fenced;
        if (fenced) {
          blocks.add(new CommandBlock(mark, new ArrayList<>()));
        }
      } else if (fenced) {
        blocks.getLast().lines.add(line);
      } else if (line.startsWith(INDENT) && (inside || afterBlank)) {
        if (!inside) {
          blocks.add(new CommandBlock(mark, new ArrayList<>()));
        }
        inside = true;
        blocks.getLast().lines.add(line.substring(INDENT.length()));
      } else {
        inside = false;
        mark = line.isBlank() ? mark : comment(line);
      }
      afterBlank = line.isBlank();
    }
    return blocks;
  }

  private static String comment(String line) {
    return line.startsWith("<!--") ? line.strip() : "";
  }

  boolean isNotRun() {
    return mark.matches("<!-- not run here: .+ -->");
  }

  /**
   * The name of the test that runs it, or none when its mark is not understood.
   *
   * @param pages the test that runs all without a mark
   */
  String test(String pages) {
    Matcher by = RUN_BY.matcher(mark);
    return mark.isEmpty() ? pages : by.matches() ? by.group(1) : "";
  }

  /** For a shell, without what stands behind the arrows. */
  String script() {
    return lines.stream().map(line -> SAYS.matcher(line).replaceFirst("")).collect(joining("\n"));
  }

  /** What it has to say, in this order. */
  List<String> expected() {
    return lines.stream()
        .map(SAYS::matcher)
        .filter(Matcher::find)
        .map(says -> says.group(1).strip())
        .toList();
  }
}

package org.crashtag.tag;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.bytes.Guid;

/**
 * Names and owners of tags: the built-in list and the lists that users add. A line holds a tag, its
 * name and its owner, separated by tabs. If the tags of a family differ in one field of the GUID,
 * or if only one field is published, the others are written {@code *}: {@code
 * 335d5e04-*-4e58-aa36-7ed1cfe76fd6}.
 */
public final class KnownTags {
  private static final String RESOURCE = "tags.tsv";

  private final Map<Guid, KnownTag> tags = new LinkedHashMap<>();
  private final List<Family> families = new ArrayList<>();

  /** A family of tags, with its name and owner. */
  private record Family(TagRange range, KnownTag tag) {}

  /**
   * A line of the list, for printing.
   *
   * @param tags one tag, or a family
   */
  public record Line(TagRange tags, KnownTag known) {}

  /** A line that can't be read. */
  public static final class FaultyLineException extends Exception {
    private static final long serialVersionUID = 1L;

    private FaultyLineException(int line, String message) {
      super("line " + line + ": " + message);
    }
  }

  private KnownTags() {}

  /** The built-in list. */
  public static KnownTags builtIn() {
    KnownTags known = new KnownTags();
    try (InputStream stream = KnownTags.class.getResourceAsStream(RESOURCE)) {
      known.add(new InputStreamReader(stream, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FaultyLineException e) {
      throw new IllegalStateException(RESOURCE, e);
    }
    return known;
  }

  /** Adds a list; a later line replaces an earlier one for the same tag. */
  public void add(Reader list) throws IOException, FaultyLineException {
    BufferedReader lines = new BufferedReader(list);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        addLine(line, number);
      }
    }
  }

  private void addLine(String line, int number) throws FaultyLineException {
    String[] fields = line.split("\t", -1);
    if (fields.length != 3) {
      throw new FaultyLineException(
          number, "expected three fields separated by tabs: tag, name, owner");
    }
    KnownTag tag = new KnownTag(fields[1].strip(), fields[2].strip());
    String text = fields[0].strip();
    TagRange range =
        TagRange.parse(text).orElseThrow(() -> new FaultyLineException(number, "no GUID: " + text));
    if (range.isSingle()) {
      tags.put(range.value(), tag);
    } else {
      families.removeIf(family -> family.range.equals(range));
      families.add(new Family(range, tag));
    }
  }

  /** What is known about a tag, from its own line or its family's. */
  public Optional<KnownTag> of(Guid tag) {
    KnownTag known = tags.get(tag);
    if (known != null) {
      return Optional.of(known);
    }
    for (Family family : families) {
      if (family.range.contains(tag)) {
        return Optional.of(family.tag);
      }
    }
    return Optional.empty();
  }

  /** All tags, then all families, in the lists' order. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    tags.forEach((guid, tag) -> lines.add(new Line(TagRange.of(guid), tag)));
    families.forEach(family -> lines.add(new Line(family.range, family.tag)));
    return lines;
  }
}

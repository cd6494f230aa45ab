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
import java.util.regex.Pattern;
import org.crashtag.bytes.Guid;

/**
 * Names and owners of tags: the built-in list and the lists that users add. A line holds a tag, its
 * name and its owner, separated by tabs. If the tags of a family differ in one field of the GUID,
 * or if only one field is published, the others are written {@code *}: {@code
 * 335d5e04-*-4e58-aa36-7ed1cfe76fd6}.
 */
public final class KnownTags {
  private static final String RESOURCE = "tags.tsv";

  private static final Pattern FAMILY =
      Pattern.compile(
          "(?:[0-9a-f]{8}|\\*)-(?:(?:[0-9a-f]{4}|\\*)-){3}(?:[0-9a-f]{12}|\\*)",
          Pattern.CASE_INSENSITIVE);

  private final Map<Guid, KnownTag> tags = new LinkedHashMap<>();
  private final List<Family> families = new ArrayList<>();

  /** Tags that share all fields except those written {@code *}. */
  private record Family(String text, Guid value, Guid mask, KnownTag tag) {
    private static final int[] FIELD_DIGITS = {8, 4, 4, 4, 12};

    static Family of(String text, KnownTag tag) {
      StringBuilder value = new StringBuilder();
      StringBuilder mask = new StringBuilder();
      String[] fields = text.split("-", -1);
      for (int i = 0; i < FIELD_DIGITS.length; i++) {
        boolean starred = fields[i].equals("*");
        value.append(starred ? "0".repeat(FIELD_DIGITS[i]) : fields[i]);
        mask.append((starred ? "0" : "f").repeat(FIELD_DIGITS[i]));
      }
      Guid maskGuid = Guid.constant(mask.toString());
      return new Family(text, Guid.constant(value.toString()), maskGuid, tag);
    }

    boolean has(Guid guid) {
      return (guid.high() & mask.high()) == value.high()
          && (guid.low() & mask.low()) == value.low();
    }
  }

  /**
   * A line of the list, for printing.
   *
   * @param tag a GUID, or a family's pattern
   */
  public record Line(String tag, KnownTag known) {}

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
    Optional<Guid> guid = Guid.parse(text);
    if (guid.isPresent()) {
      tags.put(guid.get(), tag);
    } else if (FAMILY.matcher(text).matches()) {
      families.removeIf(family -> family.text.equalsIgnoreCase(text));
      families.add(Family.of(text, tag));
    } else {
      throw new FaultyLineException(number, "no GUID: " + text);
    }
  }

  /** What is known about a tag, from its own line or its family's. */
  public Optional<KnownTag> of(Guid tag) {
    KnownTag known = tags.get(tag);
    if (known != null) {
      return Optional.of(known);
    }
    for (Family family : families) {
      if (family.has(tag)) {
        return Optional.of(family.tag);
      }
    }
    return Optional.empty();
  }

  /** All tags, then all families, in the lists' order. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    tags.forEach((guid, tag) -> lines.add(new Line(guid.toString(), tag)));
    families.forEach(family -> lines.add(new Line(family.text, family.tag)));
    return lines;
  }
}

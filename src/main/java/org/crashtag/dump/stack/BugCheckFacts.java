package org.crashtag.dump.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.crashtag.dump.FaultyLineException;

/**
 * What Microsoft's bug check reference says about the parameters of each bug check, as far as it
 * helps to find the faulting module: {@code bugcheck-facts.tsv}, or a user's file in its place.
 *
 * <pre>
 * CODE <i>tab</i> FACT [<i>tab</i> PARAMETER [<i>tab</i> KINDS]]
 * </pre>
 *
 * <p>CODE is hexadecimal, FACT one of {@link Kind}, PARAMETER 1 to 4. KINDS are values of parameter
 * 1, separated by commas: the fact holds only for these. A # begins a comment.
 */
public final class BugCheckFacts {
  private static final String RESOURCE = "bugcheck-facts.tsv";
  private static final int PARAMETERS = 4;

  /** Cached, because parsing a file takes longer than reading a dump. */
  private static volatile BugCheckFacts latest = new BugCheckFacts("", Map.of());

  /** Loaded on first use. */
  private static final class BuiltIn {
    static final BugCheckFacts FILE = builtIn();
  }

  /** The kind of fact that a line states. */
  enum Kind {
    /** A parameter is an address of code. */
    CODE(true),
    /** A parameter is the address of an exception record. */
    EXCEPTION(true),
    /** A parameter is the address of a context record. */
    CONTEXT(true),
    /** A parameter is the address of the physical device object of a stack of devices. */
    DEVICE(true),
    /** Parameter 1 names the kind of crash and is part of the signature. */
    KIND(false),
    /**
     * The damage was done earlier than it was found, so a scan of the stack yields no faulting
     * module.
     */
    FOUND_LATER(false),
    /** The stack in the dump is not that of the fault, so there is no suspect. */
    OTHER_STACK(false);

    private final boolean hasParameter;

    Kind(boolean hasParameter) {
      this.hasParameter = hasParameter;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A fact.
   *
   * @param parameter 1 to 4; 0 if the fact has no parameter
   * @param kinds values of parameter 1 for which it holds; empty for all
   */
  private record Fact(int parameter, Set<Long> kinds) {
    boolean holds(BugCheckCall call) {
      Long first = call.parameter(1);
      return kinds.isEmpty() || (first != null && kinds.contains(first));
    }
  }

  private final String text;

  /** By the code of the bug check. */
  private final Map<Long, Map<Kind, Fact>> facts;

  private BugCheckFacts(String text, Map<Long, Map<Kind, Fact>> facts) {
    this.text = text;
    this.facts = facts;
  }

  /**
   * Uses the user's file instead of the built-in one.
   *
   * @param text of the file; empty for the built-in one
   */
  public static BugCheckFacts of(String text) throws FaultyLineException {
    if (text.isEmpty()) {
      return BuiltIn.FILE;
    }
    BugCheckFacts known = latest;
    if (!known.text.equals(text)) {
      known = new BugCheckFacts(text, read(text));
      latest = known;
    }
    return known;
  }

  private static BugCheckFacts builtIn() {
    try (InputStream stream = BugCheckFacts.class.getResourceAsStream(RESOURCE)) {
      return new BugCheckFacts("", read(new String(stream.readAllBytes(), UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FaultyLineException e) {
      throw new IllegalStateException(RESOURCE, e);
    }
  }

  private static Map<Long, Map<Kind, Fact>> read(String text) throws FaultyLineException {
    Map<Long, Map<Kind, Fact>> facts = new HashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = line.replaceFirst("#.*", "").stripTrailing();
      if (!content.isEmpty()) {
        add(content.split("\t", -1), number, facts);
      }
    }
    return facts;
  }

  private static void add(String[] fields, int line, Map<Long, Map<Kind, Fact>> facts)
      throws FaultyLineException {
    FaultyLineException.verify(
        fields.length >= 2 && fields.length <= 4,
        line,
        "expected a code, a fact, a parameter and kinds, separated by tabs");
    Kind kind = kind(fields[1], line);
    FaultyLineException.verify(
        fields.length >= 3 == kind.hasParameter,
        line,
        kind.label() + (kind.hasParameter ? " needs a parameter" : " has no parameter"));
    int parameter = 0;
    if (kind.hasParameter) {
      FaultyLineException.verify(
          fields[2].matches("[1-" + PARAMETERS + "]"),
          line,
          "a parameter is a number from 1 to 4, not " + fields[2]);
      parameter = Integer.parseInt(fields[2]);
    }
    Set<Long> kinds = new TreeSet<>();
    if (fields.length == 4) {
      for (String value : fields[3].split(",", -1)) {
        kinds.add(hex(value, line));
      }
    }
    Map<Kind, Fact> ofCode =
        facts.computeIfAbsent(hex(fields[0], line), code -> new EnumMap<>(Kind.class));
    FaultyLineException.verify(
        ofCode.put(kind, new Fact(parameter, kinds)) == null,
        line,
        fields[0] + " has the fact " + kind.label() + " twice");
  }

  private static Kind kind(String label, int line) throws FaultyLineException {
    for (Kind kind : Kind.values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new FaultyLineException(
        line,
        "unknown fact \""
            + label
            + "\"; expected one of "
            + String.join(", ", Arrays.stream(Kind.values()).map(Kind::label).toList()));
  }

  private static long hex(String text, int line) throws FaultyLineException {
    FaultyLineException.verify(
        text.matches("0[xX][0-9a-fA-F]{1,8}"),
        line,
        "expected a hexadecimal number such as 0x7E, not " + text);
    return Long.parseLong(text.substring(2), 16);
  }

  /** Whether a fact without parameter holds for a bug check. */
  boolean has(Kind kind, BugCheckCall call) {
    Fact fact = fact(kind, call);
    return fact != null && fact.holds(call);
  }

  /** Whether a fact holds for a bug check at some value of parameter 1. */
  boolean hasForAnyKind(Kind kind, BugCheckCall call) {
    return fact(kind, call) != null;
  }

  /** The value of the parameter that a fact names; 0 if no fact names one, or it was 0. */
  long address(Kind kind, BugCheckCall call) {
    Fact fact = fact(kind, call);
    if (fact == null || !fact.holds(call)) {
      return 0;
    }
    Long value = call.parameter(fact.parameter);
    return value == null ? 0 : value;
  }

  private Fact fact(Kind kind, BugCheckCall call) {
    Map<Kind, Fact> ofCode = call.code() == null ? null : facts.get(call.code());
    return ofCode == null ? null : ofCode.get(kind);
  }
}

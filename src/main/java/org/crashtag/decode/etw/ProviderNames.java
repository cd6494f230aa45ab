package org.crashtag.decode.etw;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.crashtag.bytes.Guid;

/**
 * Names of event providers by the GUIDs that they register: the built-in list, {@code
 * providers.tsv}, and a list of the user. A line contains a GUID and a name, separated by a tab; #
 * starts a comment.
 */
public final class ProviderNames {
  /** The setting of {@link org.crashtag.decode.DumpContext} that contains the user's list. */
  public static final String SETTING = "etw.providers";

  private static final String RESOURCE = "providers.tsv";
  private static final Map<Guid, String> BUILT_IN = builtIn();

  /** A cache: reading a long list for each dump would take longer than reading the dump. */
  private static volatile ProviderNames latest = new ProviderNames("", Map.of());

  private final String list;
  private final Map<Guid, String> more;

  /** A malformed line of a list. */
  public static final class FaultyLineException extends Exception {
    private static final long serialVersionUID = 1L;

    private FaultyLineException(int line, String message) {
      super("line " + line + ": " + message);
    }
  }

  private ProviderNames(String list, Map<Guid, String> more) {
    this.list = list;
    this.more = more;
  }

  /** The built-in names, overridden by those of a user's list. */
  public static ProviderNames with(String list) throws FaultyLineException {
    ProviderNames known = latest;
    if (known.list.equals(list)) {
      return known;
    }
    try {
      ProviderNames read = new ProviderNames(list, read(new StringReader(list)));
      latest = read;
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of a provider; empty if no list has it. */
  public Optional<String> of(Guid provider) {
    String name = more.get(provider);
    return Optional.ofNullable(name != null ? name : BUILT_IN.get(provider));
  }

  private static Map<Guid, String> builtIn() {
    try (InputStream stream = ProviderNames.class.getResourceAsStream(RESOURCE)) {
      return read(new InputStreamReader(stream, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FaultyLineException e) {
      throw new IllegalStateException(RESOURCE, e);
    }
  }

  private static Map<Guid, String> read(Reader list) throws IOException, FaultyLineException {
    Map<Guid, String> names = new HashMap<>();
    BufferedReader lines = new BufferedReader(list);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        add(line, number, names);
      }
    }
    return names;
  }

  private static void add(String line, int number, Map<Guid, String> names)
      throws FaultyLineException {
    String[] fields = line.split("\t", -1);
    if (fields.length != 2 || fields[1].isBlank()) {
      throw new FaultyLineException(number, "expected a GUID and a name separated by a tab");
    }
    Optional<Guid> guid = Guid.parse(fields[0]);
    if (guid.isEmpty()) {
      throw new FaultyLineException(number, "no GUID: " + fields[0].strip());
    }
    names.put(guid.get(), fields[1].strip());
  }
}

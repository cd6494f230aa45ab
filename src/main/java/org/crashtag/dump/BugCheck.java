package org.crashtag.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A bug check's name.
 *
 * @param code as in the header
 * @param name as Microsoft's public reference spells it, followed by {@code _M} if Windows added
 *     0x10000000 to the code
 * @param live a live kernel report: the machine continued running
 */
public record BugCheck(long code, String name, boolean live) {
  /** Windows adds this to a code for the same bug check with another text on the screen. */
  private static final long MARK = 0x10000000L;

  private static final String RESOURCE = "bugchecks.tsv";

  /** Loaded on first use. */
  private static final class Known {
    static final Map<Long, BugCheck> BY_CODE = load();
  }

  /** The bug check of a code, if Microsoft has published it. */
  public static Optional<BugCheck> of(long code) {
    BugCheck known = Known.BY_CODE.get(code);
    if (known == null && (code & MARK) != 0) {
      BugCheck plain = Known.BY_CODE.get(code - MARK);
      if (plain != null) {
        return Optional.of(new BugCheck(code, plain.name + "_M", plain.live));
      }
    }
    return Optional.ofNullable(known);
  }

  private static Map<Long, BugCheck> load() {
    Map<Long, BugCheck> byCode = new HashMap<>();
    try (InputStream stream = BugCheck.class.getResourceAsStream(RESOURCE);
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int first = line.indexOf('\t');
        int second = line.indexOf('\t', first + 1);
        long code = Long.decode(line.substring(0, first));
        String name = line.substring(first + 1, second);
        byCode.put(code, new BugCheck(code, name, line.charAt(second + 1) == '1'));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return byCode;
  }
}

package org.crashtag.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells which modules are parts of Windows. The dump's own evidence comes first: the signing level
 * that code integrity gave the image, then a link date that is a hash, as in reproducible builds,
 * which all images of Windows are. Only if neither decides, a list of file names is used, {@code
 * windows-modules.txt}: one name per line in lower case; a # begins a comment.
 */
public final class WindowsModules {
  private static final String RESOURCE = "windows-modules.txt";

  /** SE_SIGNING_LEVEL_WINDOWS of winnt.h; Microsoft's for vendors' drivers is 8. */
  private static final long SIGNED_AS_WINDOWS = 12;

  /** The first build whose images are linked reproducibly. */
  private static final long FIRST_REPRODUCIBLE_BUILD = 17_134;

  /** 2001-01-01 in seconds since 1970: no driver for these builds is older. */
  private static final long FIRST_BELIEVABLE_DATE = 978_307_200;

  private static final long SECONDS_PER_DAY = 86_400;

  private static final Pattern NAME = Pattern.compile("[^\\s/\\\\:*?\"<>|]+");

  /** Cached, because parsing a list takes longer than reading a dump. */
  private static volatile WindowsModules latest = new WindowsModules("", Set.of());

  private final String list;
  private final Set<String> names;

  private WindowsModules(String list, Set<String> names) {
    this.list = list;
    this.names = names;
  }

  /** Loaded on first use. */
  private static final class BuiltIn {
    static final WindowsModules LIST = builtIn();
  }

  /**
   * Uses the user's list instead of the built-in one.
   *
   * @param list its text; empty for the built-in one
   */
  public static WindowsModules of(String list) throws FaultyLineException {
    if (list.isEmpty()) {
      return BuiltIn.LIST;
    }
    WindowsModules known = latest;
    if (!known.list.equals(list)) {
      known = new WindowsModules(list, names(list));
      latest = known;
    }
    return known;
  }

  private static WindowsModules builtIn() {
    try (InputStream stream = WindowsModules.class.getResourceAsStream(RESOURCE)) {
      return new WindowsModules("", names(new String(stream.readAllBytes(), UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FaultyLineException e) {
      throw new IllegalStateException(RESOURCE, e);
    }
  }

  private static Set<String> names(String list) throws FaultyLineException {
    Set<String> names = new HashSet<>();
    int number = 0;
    for (String line : list.lines().toList()) {
      number++;
      String name = line.replaceFirst("#.*", "").strip();
      if (!name.isEmpty()) {
        FaultyLineException.verify(
            NAME.matcher(name).matches(), number, "expected one file name, found: " + name);
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /** Whether a driver that was loaded when the dump was made is a part of Windows. */
  boolean hasLoaded(DumpHeader header, String name, long timestamp, Long signingLevel) {
    if (signingLevel != null && signingLevel > 0) {
      return signingLevel >= SIGNED_AS_WINDOWS;
    }
    return isHash(header, timestamp) || hasName(name);
  }

  /** Whether the list contains this file name; false for null. */
  boolean hasName(String name) {
    if (name == null) {
      return false;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return names.contains(lower) || isDumpDriver(lower);
  }

  /**
   * Whether a driver is a copy that Windows loads to write a dump or the hibernation file.
   *
   * @param name in any case
   */
  public static boolean isDumpDriver(String name) {
    return name.regionMatches(true, 0, "dump_", 0, 5)
        || name.regionMatches(true, 0, "hiber_", 0, 6);
  }

  /** Whether the header's build has signing levels in its lists and hashes for link dates. */
  static boolean isReproducible(DumpHeader header) {
    return header.build() != null && header.build() >= FIRST_REPRODUCIBLE_BUILD;
  }

  private static boolean isHash(DumpHeader header, long timestamp) {
    if (!isReproducible(header) || timestamp == 0) {
      return false;
    }
    Long crash = header.crashTimeMicros();
    return timestamp < FIRST_BELIEVABLE_DATE
        || (crash != null && timestamp > crash / 1_000_000 + SECONDS_PER_DAY);
  }
}

package org.crashtag.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.RealDumps.Expected;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Names of networks, addresses of access points, folders of users and instances of devices that raw
 * dumps contain are in no text of any table unless they are requested: neither as text nor as the
 * hex digits of their bytes.
 */
class PrivateRealDumpsTest {
  private static final byte[] KEY = {1, 2, 3};

  /** Everything that can be requested. */
  private static final Map<String, String> SETTINGS =
      Map.of("etw.messages", "all", "etw.payloads", "hex");

  private static final Set<Integer> NETWORK_MESSAGES = Set.of(150, 151);
  private static final int LONGEST_NAME = 32;
  private static final int SHORTEST_NAME = 3;

  private static final Pattern USER = Pattern.compile("(?i)\\\\Users\\\\([^\\\\\"]{2,40})\\\\");

  private static final Pattern INSTANCE =
      Pattern.compile(
          "(?i)[\\\\#](\\p{XDigit}{1,2}&\\p{XDigit}{4,8}&[\\w&]+)"
              + "|\\bREV_\\p{XDigit}{2}\\\\(\\p{XDigit}{10,})");

  private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2}){6,}");

  /** A dump's data about people and places, as texts, and as bytes that are not text. */
  private record Secrets(Set<String> texts, Set<String> bytesInHex) {
    int count() {
      return texts.size() + bytesInHex.size();
    }
  }

  private static final Map<String, Secrets> SECRETS = new TreeMap<>();

  @BeforeAll
  static void readSecrets() throws IOException {
    RealDumps.assumePresent();
    for (Expected dump : RealDumps.expected()) {
      byte[] bytes = RealDumps.read(dump.file());
      int region = (int) dump.number("region");
      SECRETS.put(dump.file(), secrets(Arrays.copyOfRange(bytes, region, bytes.length)));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Privacy.Mode.class, mode = Mode.EXCLUDE, names = "KEEP")
  void nothingOfThemIsInATable(Privacy.Mode mode) throws IOException {
    for (Expected dump : RealDumps.expected()) {
      assertThat(found(SECRETS.get(dump.file()), walk(dump, mode))).as(dump.file()).isEmpty();
    }
  }

  /** The same search finds them in kept values, so it would also find leaks. */
  @ParameterizedTest
  @EnumSource(value = Privacy.Mode.class, names = "KEEP")
  void theyAreFoundIfTheyAreKept(Privacy.Mode mode) throws IOException {
    List<String> found = new ArrayList<>();
    int secrets = 0;
    for (Expected dump : RealDumps.expected()) {
      Secrets ofDump = SECRETS.get(dump.file());
      secrets += ofDump.count();
      found.addAll(found(ofDump, walk(dump, mode)));
    }
    assertThat(secrets).isGreaterThan(20);
    assertThat(found)
        .anyMatch(line -> line.startsWith("ring_records"))
        .anyMatch(line -> line.startsWith("pnp_state"))
        .anyMatch(line -> line.contains("name of a network"))
        .anyMatch(line -> line.contains("bytes"));
  }

  private static Walked walk(Expected dump, Privacy.Mode mode) throws IOException {
    WalkOptions options =
        WalkOptions.all().withPrivacy(new Privacy(mode, KEY)).withSettings(SETTINGS);
    return RealDumps.walk(dump.file(), options);
  }

  /** Reads the raw bytes without the program's own readers. */
  private static Secrets secrets(byte[] dump) {
    Secrets secrets = new Secrets(new TreeSet<>(), new TreeSet<>());
    for (int parity = 0; parity < 2; parity++) {
      String wide = new String(dump, parity, (dump.length - parity) / 2 * 2, UTF_16LE);
      addMatches(USER, wide, "\\users\\%s\\", secrets);
      addMatches(INSTANCE, wide, "%s", secrets);
    }
    ByteBuffer bytes = ByteBuffer.wrap(dump).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < dump.length - 400; at++) {
      if (dump[at] == 'L' && (dump[at + 1] == 'R' || dump[at + 1] == '2')) {
        addNetwork(bytes, at, dump[at + 1] == 'R' ? 28 : 36, secrets);
      }
    }
    return secrets;
  }

  private static void addMatches(Pattern pattern, String text, String form, Secrets secrets) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      String secret = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      if (!Set.of("public", "default").contains(secret.toLowerCase(Locale.ROOT))) {
        secrets.texts.add(String.format(form, secret).toLowerCase(Locale.ROOT));
      }
    }
  }

  /** A recorder's message: a word with NUL, an access point's address, a counted network name. */
  private static void addNetwork(ByteBuffer bytes, int record, int header, Secrets secrets) {
    int end = record + (bytes.getShort(record + 2) & 0xFFFF);
    int at = record + header;
    if (!NETWORK_MESSAGES.contains((int) bytes.getShort(record + 10)) || end - record > 300) {
      return;
    }
    while (at < end && Character.isLetter(bytes.get(at))) {
      at++;
    }
    if (at + 9 > end || at == record + header || bytes.get(at) != 0) {
      return;
    }
    int name = bytes.getShort(at + 7);
    if (name < 0 || name > LONGEST_NAME || at + 9 + name > end) {
      return;
    }
    byte[] address = new byte[6];
    bytes.get(at + 1, address);
    if (HexFormat.of().formatHex(address).chars().distinct().count() > 2) {
      secrets.bytesInHex.add(HexFormat.of().formatHex(address));
    }
    byte[] ssid = new byte[name];
    bytes.get(at + 9, ssid);
    if (name >= SHORTEST_NAME) {
      secrets.texts.add(new String(ssid, UTF_8).toLowerCase(Locale.ROOT));
    }
  }

  /** The secrets found in the tables' texts, each as table, secret and kind. */
  private static List<String> found(Secrets secrets, Walked walked) {
    List<String> found = new ArrayList<>();
    for (Walked.Row row : walked.rows()) {
      for (Object value : row.values()) {
        if (value instanceof String text) {
          String lower = text.toLowerCase(Locale.ROOT);
          search(secrets, lower, row.table(), found);
          Matcher hex = HEX.matcher(lower);
          while (hex.find()) {
            searchBytes(secrets, hex.group(), row.table(), found);
          }
        }
      }
    }
    return found;
  }

  private static void search(Secrets secrets, String text, String table, List<String> found) {
    for (String secret : secrets.texts) {
      if (text.contains(secret) || text.contains(secret.replace("\\", "\\\\"))) {
        boolean isName = !secret.contains("\\") && !secret.contains("&");
        found.add(table + ": " + (isName ? "name of a network or device" : "path"));
      }
    }
    for (String secret : secrets.bytesInHex) {
      String dashes = secret.replaceAll("(..)(?!$)", "$1-");
      if (text.contains(dashes) || text.contains(dashes.replace('-', ':'))) {
        found.add(table + ": address as text");
      }
    }
  }

  private static void searchBytes(Secrets secrets, String hex, String table, List<String> found) {
    for (String secret : secrets.bytesInHex) {
      if (hex.contains(secret)) {
        found.add(table + ": address in bytes");
      }
    }
    byte[] bytes = HexFormat.of().parseHex(hex);
    search(secrets, new String(bytes, ISO_8859_1).toLowerCase(Locale.ROOT), table, found);
    search(secrets, new String(bytes, UTF_8).toLowerCase(Locale.ROOT), table, found);
    search(secrets, new String(bytes, UTF_16LE).toLowerCase(Locale.ROOT), table, found);
    String shifted = new String(bytes, 1, bytes.length - 1, UTF_16LE);
    search(secrets, shifted.toLowerCase(Locale.ROOT), table, found);
  }
}
